//! The styles by which words are hidden from the readers of a page.

use std::sync::LazyLock;

use regex::Regex;

/// Makes a pattern of a source that never changes.
#[expect(
    clippy::expect_used,
    reason = "the sources are constant, and the tests make each once"
)]
fn static_regex(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

static HIDING: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?x)display:none | visibility:(?:hidden|collapse) | (?:^|;)opacity:0?\.?0*(?:;|!|$) | font-size:0+(?:\.0+)?(?:px|em|rem|pt|%)?(?:;|!|$)
        | (?:left|right|top|bottom|text-indent|margin-left|margin-top):-\d{3,} | clip:rect\((?:0|1px) | clip-path:inset\((?:50|100)%
        | transform:(?:scale\(0\)|translate[xy]?\(-\d{3,})",
    )
});

static COLOUR: LazyLock<Regex> = LazyLock::new(|| static_regex(r"(?:^|;)color:([^;!]+)"));

static GROUND: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"(?:^|;)background(?:-color)?:([^;!]+)"));

/// Tells whether a style makes an element invisible, moves it off the page or gives it the colour of its ground.
pub fn style_hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    let colour = |wanted: &Regex| wanted.captures(&style).map(|found| found[1].to_owned());
    let painted_over = colour(&COLOUR).is_some_and(|ink| colour(&GROUND) == Some(ink));
    let squeezed = style.contains("overflow:hidden")
        && [";height:0", ";width:0", ";max-height:0"]
            .iter()
            .any(|zero| {
                format!(";{style};")
                    .replace("px", "")
                    .contains(&format!("{zero};"))
            });
    HIDING.is_match(&style) || painted_over || squeezed
}

#[cfg(test)]
mod tests {
    use super::style_hides;

    #[test]
    fn what_cannot_be_seen_is_told_from_what_can() {
        for hidden in [
            "display : NONE",
            "opacity:0",
            "left:-9999px",
            "color:#fff;background:#fff",
        ] {
            assert!(style_hides(hidden), "{hidden}");
        }
        for seen in [
            "",
            "opacity:.5",
            "display:block",
            "color:#000;background:#fff",
        ] {
            assert!(!style_hides(seen), "{seen}");
        }
    }
}
