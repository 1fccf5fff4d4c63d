//! Spans, typed by what they index.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeStruct};

/// Marks a span over the clean text of a page.
#[derive(Debug, Clone, Copy)]
pub enum Text {}

/// Marks a span over the raw bytes of a page.
#[derive(Debug, Clone, Copy)]
pub enum Raw {}

/// A half-open range `start..end` of byte offsets into a `T`. Serialises as `{"start", "end"}`.
pub struct Span<T = Text> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Span<T> {
    /// The range `start..end`.
    ///
    /// # Panics
    /// If an offset does not fit 32 bits: texts are limited far below that by their readers.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} is reversed");
        let fit = |n| u32::try_from(n).expect("a text is shorter than 4 GiB");
        Self { start: fit(start), end: fit(end), of: PhantomData }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// As a range for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end), of: PhantomData }
    }
}

impl Span<Text> {
    /// The words at this span; empty if it does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Span<T> {}
impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<T> Eq for Span<T> {}
impl<T> PartialOrd for Span<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Span<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<T> Hash for Span<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<T> Default for Span<T> {
    fn default() -> Self {
        Self { start: 0, end: 0, of: PhantomData }
    }
}
impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
impl<T> Serialize for Span<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut s = serializer.serialize_struct("Span", 2)?;
        s.serialize_field("start", &self.start)?;
        s.serialize_field("end", &self.end)?;
        s.end()
    }
}
impl<'de, T> Deserialize<'de> for Span<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Plain {
            start: u32,
            end: u32,
        }
        let Plain { start, end } = Plain::deserialize(deserializer)?;
        Ok(Self { start, end, of: PhantomData })
    }
}

/// Lists of spans written as `[[start, end], ...]`.
pub mod pairs {
    use super::{Deserialize, Deserializer, PhantomData, Serializer, Span, Text};

    /// For `#[serde(with = "pairs")]`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(spans: &[Span<Text>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(spans.iter().map(|s| [s.start, s.end]))
    }

    /// For `#[serde(with = "pairs")]`.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Span<Text>>, D::Error> {
        let pairs = Vec::<[u32; 2]>::deserialize(deserializer)?;
        Ok(pairs.into_iter().map(|[start, end]| Span { start, end, of: PhantomData }).collect())
    }
}

/// A record that can hand out every text span in it, with the name of its layer.
pub trait MapSpans {
    /// Calls `f` for each span, in a fixed order.
    fn map_spans(&mut self, f: &mut dyn FnMut(&mut Span<Text>));
}

impl MapSpans for Span<Text> {
    fn map_spans(&mut self, f: &mut dyn FnMut(&mut Span<Text>)) {
        f(self);
    }
}
impl<T: MapSpans> MapSpans for Vec<T> {
    fn map_spans(&mut self, f: &mut dyn FnMut(&mut Span<Text>)) {
        self.iter_mut().for_each(|x| x.map_spans(f));
    }
}
impl<T: MapSpans> MapSpans for Option<T> {
    fn map_spans(&mut self, f: &mut dyn FnMut(&mut Span<Text>)) {
        if let Some(x) = self {
            x.map_spans(f);
        }
    }
}

/// Implements [`MapSpans`] by naming the fields that hold spans.
macro_rules! map_spans {
    ($($record:ident: $($field:ident),+;)+) => {$(
        impl $crate::MapSpans for $record {
            fn map_spans(&mut self, f: &mut dyn FnMut(&mut $crate::Span<$crate::Text>)) {
                $($crate::MapSpans::map_spans(&mut self.$field, f);)+
            }
        }
    )+};
}
pub(crate) use map_spans;
