//! Reads pages and prints what was taken: one line a block with its role and post.
//!
//! `cargo run -p parallax-page --example extract -- page.txt`

use std::process::ExitCode;

use parallax_page::{Hint, read};

fn main() -> ExitCode {
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::FAILURE;
            }
        };
        match read(&bytes, &Hint { path: Some(&path), ..Hint::default() }) {
            Ok(page) => {
                println!("{path}: {:?} {:?}", page.kind, page.title);
                println!(
                    "  by {:?} wire {:?} of {:?} at {:?}",
                    page.authors, page.wire, page.source, page.url
                );
                println!(
                    "  published {:?} updated {:?} language {:?}",
                    page.published, page.updated, page.language
                );
                for note in &page.notes {
                    println!("  note: {note}");
                }
                for block in &page.blocks {
                    let post = block.post.map_or_else(String::new, |p| p.to_string());
                    println!("{post:>4} {:<10} {}", format!("{:?}", block.role), block.span.of(&page.text));
                }
            }
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
    ExitCode::SUCCESS
}
