//! What English units measure: one table for what is asked, what a sentence offers and what facts state.

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Also height, depth and distance.
    Length,
    /// The size of a surface.
    Area,
    /// Also the cups and spoons of a recipe.
    Volume,
    /// Weight.
    Mass,
    /// Also age.
    Time,
    /// Length by time.
    Speed,
    /// Degrees.
    Temperature,
    /// A sum.
    Money,
    /// A part of a hundred.
    Share,
    /// Bytes.
    Data,
    /// Watts.
    Power,
    /// Hertz.
    Frequency,
}

use Dimension::{
    Area, Data, Frequency, Length, Mass, Money, Power, Share, Speed, Temperature, Time, Volume,
};

/// Signs that stand before or behind a sum.
pub const CURRENCY_SIGNS: [char; 4] = ['$', '€', '£', '¥'];

/// Tells whether a word behind a unit says which way something is measured: "12 metres deep".
pub fn is_way_of_measuring(word: &str) -> bool {
    matches!(
        word,
        "long" | "wide" | "broad" | "high" | "tall" | "deep" | "thick" | "old" | "away" | "across"
    )
}

/// Returns what a unit measures, written small as units are; nothing for other words.
pub fn dimensions(word: &str) -> &'static [Dimension] {
    match word {
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" | "m" | "metre"
        | "metres" | "meter" | "meters" | "cm" | "centimetre" | "centimetres" | "centimeter"
        | "centimeters" | "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters"
        | "mile" | "miles" | "mi" | "foot" | "feet" | "ft" | "inch" | "inches" | "yard"
        | "yards" | "fathoms" | "leagues" | "nanometers" | "nanometres" | "nm" | "micrometers"
        | "micrometres" | "light-years" => &[Length],
        "acre" | "acres" | "hectare" | "hectares" | "ha" | "km2" | "sq" => &[Area],
        "l" | "litre" | "litres" | "liter" | "liters" | "ml" | "millilitre" | "millilitres"
        | "milliliter" | "milliliters" | "cl" | "pint" | "pints" | "cup" | "cups" | "teaspoon"
        | "teaspoons" | "tablespoon" | "tablespoons" | "tsp" | "tbsp" | "gallon" | "gallons"
        | "barrel" | "barrels" => &[Volume],
        "kb" | "mb" | "gb" | "tb" | "kilobytes" | "megabytes" | "gigabytes" | "terabytes"
        | "bytes" => &[Data],
        "w" | "kw" | "mw" | "gw" | "watt" | "watts" | "kilowatts" | "megawatts" | "gigawatts" => {
            &[Power]
        }
        "hz" | "hertz" | "khz" | "mhz" | "ghz" | "kilohertz" | "megahertz" | "gigahertz" => {
            &[Frequency]
        }
        "kg" | "g" | "kilogram" | "kilograms" | "gram" | "grams" | "mg" | "tonne" | "tonnes"
        | "ton" | "tons" | "lb" | "lbs" | "ounce" | "ounces" | "oz" => &[Mass],
        "pound" | "pounds" => &[Mass, Money],
        "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" | "day" | "days"
        | "week" | "weeks" | "month" | "months" | "year" | "years" | "year-old" | "decade"
        | "decades" | "century" | "centuries" | "night" | "nights" | "h" | "hr" | "hrs" | "min"
        | "mins" | "sec" | "secs" => &[Time],
        "mph" | "km/h" | "kph" | "knots" => &[Speed],
        "degree" | "degrees" | "°c" | "°f" | "celsius" | "fahrenheit" | "kelvin" | "kelvins" => {
            &[Temperature]
        }
        "dollar" | "dollars" | "euro" | "euros" | "francs" | "yen" | "marks" | "rupees"
        | "cent" | "cents" | "penny" | "p" | "quid" | "bucks" | "kr" | "kronor" | "chf" | "eur"
        | "gbp" | "pence" | "yuan" | "lira" | "krona" | "kroner" | "dinars" | "dirhams"
        | "riyals" | "won" | "rubles" | "roubles" | "pesos" | "usd" | "USD" | "shillings"
        | "coins" => &[Money],
        "percent" | "per-cent" => &[Share],
        _ => &[],
    }
}

/// Tells whether a word in lower case is a unit.
pub fn is_unit(word: &str) -> bool {
    !dimensions(word).is_empty()
}

/// Tells whether a word in lower case is a unit of time.
pub fn is_time(word: &str) -> bool {
    dimensions(word).contains(&Time)
}

/// Tells whether a word in lower case is a unit of money and, standing by itself, hardly anything else: there are marks in
/// examinations and coins in a hoard.
pub fn is_currency(word: &str) -> bool {
    !is_countable(word) && dimensions(word).contains(&Money)
}

/// Tells whether a unit may just as well be a thing that is counted, or another word altogether.
pub fn is_countable(word: &str) -> bool {
    matches!(
        word,
        "coins"
            | "marks"
            | "p"
            | "won"
            | "penny"
            | "night"
            | "nights"
            | "cup"
            | "cups"
            | "pint"
            | "pints"
            | "leagues"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_tells_what_it_measures() {
        assert_eq!(dimensions("kilometres"), [Length]);
        assert_eq!(dimensions("pounds"), [Mass, Money]);
        assert!(is_time("nights") && is_unit("°c") && !is_unit("sheep"));
    }

    #[test]
    fn what_may_be_counted_by_itself_is_no_currency() {
        assert!(is_currency("pesos") && is_currency("pounds"));
        assert!(!is_currency("coins") && !is_currency("kilograms"));
    }
}
