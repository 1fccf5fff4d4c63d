//! Prints the times of a text: `cargo run -p parallax-text --example times -- 2022-02-12 < notes.txt`.

use std::io::Read;

fn main() -> std::io::Result<()> {
    let published = std::env::args().nth(1);
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    for time in parallax_text::times::tag(&text, published.as_deref()) {
        let between = match (&time.begin, &time.end) {
            (Some(begin), Some(end)) if begin != end => format!("{begin} to {end}"),
            (Some(day), _) => day.clone(),
            _ => String::new(),
        };
        println!("{:<28} {:<18} {:<24} {}", time.span.of(&text), time.value, between, time.rule);
    }
    Ok(())
}
