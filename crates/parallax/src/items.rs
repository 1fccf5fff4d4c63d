//! Pages out of files and streams of any format, in bounded chunks: read one after the other, worked on side by side,
//! handed on in order.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;

use parallax_page::containers::{self, Flow, Item, ItemError, Limits};
use rayon::prelude::*;

use crate::inputs::Inputs;

/// Items that are held at a time.
const ITEMS: usize = 128;

/// Bytes that are held at a time; one item may be larger.
const BYTES: usize = 8 << 20;

/// Works on every item of all files, side by side, and hands the results to `each` in the order of the files.
/// `work` is told the number of the item, `progress` of bytes read. Ends early when `each` breaks.
pub fn of_files<T: Send>(
    inputs: &Inputs,
    progress: &dyn Fn(u64),
    work: impl Fn(usize, Item) -> T + Sync,
    each: impl FnMut(T) -> Flow,
) -> Flow {
    let mut chunk = Chunk { held: Vec::new(), bytes: 0, first: 0, work, each };
    let limits = Limits::default();
    for path in &inputs.files {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => {
                containers::items_of_file(file, &name, &limits, progress, &mut |item| chunk.push(item))?;
            }
            Err(error) => {
                let bytes = Err(ItemError::from(&error));
                chunk.push(Item { path: name, bytes, ..Item::default() })?;
            }
        }
    }
    chunk.flush()
}

/// As [`of_files`], for one stream.
pub fn of_stream<T: Send>(
    input: &mut dyn Read,
    name: &str,
    work: impl Fn(usize, Item) -> T + Sync,
    each: impl FnMut(T) -> Flow,
) -> Flow {
    let mut chunk = Chunk { held: Vec::new(), bytes: 0, first: 0, work, each };
    containers::items(input, name, &Limits::default(), &mut |item| chunk.push(item))?;
    chunk.flush()
}

struct Chunk<W, E> {
    held: Vec<Item>,
    bytes: usize,
    /// Number of the first item held.
    first: usize,
    work: W,
    each: E,
}

impl<T: Send, W: Fn(usize, Item) -> T + Sync, E: FnMut(T) -> Flow> Chunk<W, E> {
    fn push(&mut self, item: Item) -> Flow {
        self.bytes += item.bytes.as_ref().map_or(0, Vec::len);
        self.held.push(item);
        if self.held.len() >= ITEMS || self.bytes >= BYTES { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn flush(&mut self) -> Flow {
        self.bytes = 0;
        let items = std::mem::take(&mut self.held);
        let (first, work) = (self.first, &self.work);
        self.first += items.len();
        let results: Vec<T> =
            items.into_par_iter().enumerate().map(|(n, item)| work(first + n, item)).collect();
        results.into_iter().try_for_each(&mut self.each)
    }
}
