//! Spreadsheets as they come: the bytes of a file become rows of cells.

use std::io::Cursor;

use calamine::{Data, Reader};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::column::Column;

/// Rows before the header, such as a title.
const HEADER_WITHIN: usize = 15;
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows of a list at most.
pub const MOST_ROWS: usize = 20_000;

/// A file as rows of cells.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// How it was read: `xlsx`, or an encoding such as `UTF-8` or `windows-1251`.
    pub encoding: String,
    /// What stands between the cells, in a text file.
    pub separator: Option<char>,
    /// Each row that is not empty, with its number in the spreadsheet.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Why a file cannot be read as a table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// It is no spreadsheet that can be read.
    #[error("this is no table that can be read; save it as XLSX, or as CSV in UTF-8")]
    Unreadable,
    /// There is no such encoding.
    #[error("there is no such encoding; give one such as utf-8, windows-1251 or gb18030")]
    UnknownEncoding,
    /// It has too many rows.
    #[error("the list has more than {MOST_ROWS} rows; divide it")]
    TooLong,
}

impl Sheet {
    /// Reads a file; `encoding` is that of a text file, where the guess would be wrong.
    ///
    /// # Errors
    /// When it is no table that can be read.
    pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Self, SheetError> {
        let is_workbook =
            bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
        let sheet = if is_workbook {
            Self::of_workbook(bytes)?
        } else {
            let encoding = match encoding {
                Some(label) => {
                    Encoding::for_label(label.as_bytes()).ok_or(SheetError::UnknownEncoding)?
                }
                None => guess(bytes),
            };
            Self::of_text(bytes, encoding)?
        };
        if sheet.rows.len() > MOST_ROWS {
            return Err(SheetError::TooLong);
        }
        Ok(sheet)
    }

    fn of_text(bytes: &[u8], encoding: &'static Encoding) -> Result<Self, SheetError> {
        let (text, encoding, _) = encoding.decode(bytes);
        if text.contains('\0') {
            return Err(SheetError::Unreadable);
        }
        let (hint, text) = separator_line(&text);
        let (separator, rows) = match hint {
            Some(hint) => (hint, rows(text, hint)?),
            None => {
                let mut best: Option<((usize, usize), u8, Rows)> = None;
                for separator in SEPARATORS {
                    let Ok(rows) = rows(text, separator) else {
                        continue;
                    };
                    let fit = fit(&rows);
                    if best.as_ref().is_none_or(|(before, ..)| fit > *before) {
                        best = Some((fit, separator, rows));
                    }
                }
                best.map(|(_, separator, rows)| (separator, rows))
                    .ok_or(SheetError::Unreadable)?
            }
        };
        Ok(Self {
            encoding: encoding.name().to_owned(),
            separator: Some(separator.into()),
            rows,
        })
    }

    fn of_workbook(bytes: &[u8]) -> Result<Self, SheetError> {
        let workbook = calamine::open_workbook_auto_from_rs(Cursor::new(bytes.to_vec()));
        let mut workbook = workbook.map_err(|_| SheetError::Unreadable)?;
        let mut best: Option<((usize, usize), Rows)> = None;
        for (_, range) in workbook.worksheets() {
            let first_row = range.start().map_or(0, |(row, _)| row);
            let rows: Rows = range
                .rows()
                .zip(first_row + 1..)
                .map(|(cells, row)| (row, cells.iter().map(cell).collect()))
                .filter(|(_, cells): &(u32, Vec<String>)| !is_empty(cells))
                .collect();
            let fit = fit(&rows);
            if best.as_ref().is_none_or(|(before, _)| fit > *before) {
                best = Some((fit, rows));
            }
        }
        let (_, rows) = best.ok_or(SheetError::Unreadable)?;
        Ok(Self {
            encoding: "xlsx".to_owned(),
            separator: None,
            rows,
        })
    }

    /// The place of the header among the rows: the first rows' one with most headers that are known.
    pub fn header(&self) -> Option<usize> {
        let known = |place: &usize| headers_in(&self.rows[*place].1);
        let within = self.rows.len().min(HEADER_WITHIN);
        let best = (0..within).rev().max_by_key(known)?; // Of several the first: `max_by_key` takes the last.
        (known(&best) > 0).then_some(best)
    }
}

type Rows = Vec<(u32, Vec<String>)>;

/// How well rows look like a list of people: known headers, then cells beside each other.
fn fit(rows: &Rows) -> (usize, usize) {
    let first = || rows.iter().take(HEADER_WITHIN).map(|(_, cells)| cells);
    let known = first().map(|cells| headers_in(cells)).max().unwrap_or(0);
    (known, first().map(Vec::len).max().unwrap_or(0))
}

fn headers_in(cells: &[String]) -> usize {
    cells
        .iter()
        .filter(|cell| Column::of_header(cell).is_some())
        .count()
}

fn is_empty(cells: &[String]) -> bool {
    cells.iter().all(String::is_empty)
}

/// The line `sep=;` with which some spreadsheets begin, and the rest.
fn separator_line(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line
        .trim_end()
        .trim_matches('"')
        .strip_prefix("sep=")
        .map(str::as_bytes)
    {
        Some([separator]) => (Some(*separator), rest),
        _ => (None, text),
    }
}

fn rows(text: &str, separator: u8) -> Result<Rows, SheetError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let (mut rows, mut broken_lines) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|_| SheetError::Unreadable)?;
        let line = record
            .position()
            .map_or(0, |position| first_line(text, position));
        let row = u32::try_from(line - broken_lines).map_err(|_| SheetError::TooLong)?;
        // A cell over several lines is one row on the screen.
        let breaks = record
            .iter()
            .flat_map(str::bytes)
            .filter(|byte| *byte == b'\n');
        broken_lines += u64::try_from(breaks.count()).map_err(|_| SheetError::TooLong)?;
        let cells: Vec<String> = record.iter().map(tidy).collect();
        if !is_empty(&cells) {
            rows.push((row, cells));
        }
    }
    Ok(rows)
}

/// The line on which a record begins: its position is before the empty lines above it.
fn first_line(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(text.len());
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let above = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let empty = above.filter(|byte| **byte == b'\n').count();
    position.line() + u64::try_from(empty).unwrap_or(0)
}

fn cell(data: &Data) -> String {
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => tidy(text),
        Data::Bool(true) => "yes".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(when) => when.to_string(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A cell on one line, without what only looks like a space. The apostrophe with which spreadsheets keep a cell from being
/// a formula goes.
fn tidy(cell: &str) -> String {
    let is_gap =
        |character: char| character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}');
    let mut words = cell.split(is_gap).filter(|word| !word.is_empty());
    let mut tidy = words.next().unwrap_or_default().to_owned();
    for word in words {
        tidy.push(' ');
        tidy.push_str(word);
    }
    match tidy.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => tidy,
    }
}

/// The encoding of a text file: what it says itself, else what its bytes look like.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let zeros = |start: usize| {
        bytes
            .iter()
            .skip(start)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (at_even, at_odd) = (zeros(0), zeros(1));
    if at_even + at_odd > bytes.len() / 16 {
        return if at_odd > at_even { UTF_16LE } else { UTF_16BE };
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed == GBK { GB18030 } else { guessed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
        sheet
            .rows
            .iter()
            .map(|(_, cells)| cells.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn separators_and_titles_above_the_header_are_found_out() {
        for separator in [",", ";", "\t", "|"] {
            let text = format!(
                "List of participants\n\nName{separator}Delegation\n\"Ó Sé,\n Áine\"{separator}Cork\n"
            );
            let sheet = Sheet::read(text.as_bytes(), None).expect("a table");
            assert_eq!(sheet.separator, separator.chars().next(), "{separator}");
            assert_eq!(sheet.header(), Some(1));
            assert_eq!(cells(&sheet)[2], ["Ó Sé, Áine", "Cork"]);
            assert_eq!(sheet.rows[1].0, 3);
        }
        let with_hint = Sheet::read(b"sep=|\r\nname|delegation, kind\r\n", None).expect("a table");
        assert_eq!(cells(&with_hint), [["name", "delegation, kind"]]);
    }

    #[test]
    fn rows_are_numbered_as_on_the_screen() {
        let text = "name,delegation\n\"a\nb\",X\n\nc,Y\n";
        let sheet = Sheet::read(text.as_bytes(), None).expect("a table");
        let numbers: Vec<u32> = sheet.rows.iter().map(|(row, _)| *row).collect();
        assert_eq!(numbers, [1, 2, 4]);
    }

    #[test]
    fn encodings_are_guessed() {
        let russian = "Имя;Делегация;Город\nАнна Петрова;Нижний Новгород;Нижний Новгород\n";
        let chinese = "姓名,代表团,城市\n韩静怡,北京市,北京\n王芳,杭州市,杭州\n";
        let french = "Nom;Délégation;Fonction\nHélène Lefèvre;Besançon;Maire adjointe chargée de l’éducation\n";
        for (text, label) in [
            (russian, "windows-1251"),
            (chinese, "gb18030"),
            (french, "windows-1252"),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).expect("it exists");
            let (bytes, _, _) = encoding.encode(text);
            let sheet = Sheet::read(&bytes, None).expect("a table");
            assert_eq!(sheet.encoding.to_lowercase(), label);
            let plain = Sheet::read(text.as_bytes(), None).expect("a table");
            assert_eq!(sheet.rows, plain.rows);
            for (big_endian, mark) in [(false, true), (true, true), (false, false), (true, false)] {
                let units = mark
                    .then_some(0xfeff)
                    .into_iter()
                    .chain(text.encode_utf16());
                let bytes: Vec<u8> = units
                    .flat_map(|unit: u16| {
                        if big_endian {
                            unit.to_be_bytes()
                        } else {
                            unit.to_le_bytes()
                        }
                    })
                    .collect();
                let sheet = Sheet::read(&bytes, None).expect("a table");
                if mark || text == french {
                    assert_eq!(sheet.rows, plain.rows, "{label} as UTF-16");
                }
            }
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for bytes in [
            &b"PK\x03\x04nonsense"[..],
            b"\xd0\xcf\x11\xe0nonsense",
            b"\x00\x00\x01\x02\x03",
        ] {
            assert_eq!(
                Sheet::read(bytes, None),
                Err(SheetError::Unreadable),
                "{bytes:?}"
            );
        }
        assert_eq!(
            Sheet::read(b"name", Some("klingon")),
            Err(SheetError::UnknownEncoding)
        );
    }
}
