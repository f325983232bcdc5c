//! The program `footnote`.

fn main() {}
