//! `footnote man`: the manual page.

use super::context::{Done, print_text};
use super::failure::Failure;

/// Prints the manual page of the program and all its commands.
pub fn run(mut command: clap::Command) -> Result<Done, Failure> {
    command.build();
    let mut page = Vec::new();
    let wrong = |error| Failure::of_file("write the manual page", &error);
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(wrong)?;
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        let mut sub_page = Vec::new();
        let man = clap_mangen::Man::new(sub.clone());
        man.render_name_section(&mut sub_page).map_err(wrong)?;
        man.render_synopsis_section(&mut sub_page).map_err(wrong)?;
        man.render_options_section(&mut sub_page).map_err(wrong)?;
        page.extend(sub_page);
    }
    print_text(&String::from_utf8_lossy(&page));
    Ok(Done::Fully)
}
