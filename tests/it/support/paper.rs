//! What is printed, as people have it in their hands: pages with words and QR codes, read by other programs than ours.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// How finely pages are looked at, in dots per inch: a phone sees more.
const DOTS_PER_INCH: usize = 150;
const TENTHS_PER_INCH: usize = 254;

/// A PDF, read by Poppler.
pub struct Paper(TempDir);

impl Paper {
    /// A PDF as it was answered.
    pub fn new(pdf: &[u8]) -> Self {
        let paper = Self(tempfile::tempdir().unwrap());
        std::fs::write(paper.0.path().join("paper.pdf"), pdf).unwrap();
        paper
    }

    /// What the PDF says about itself under this name, such as `Pages`.
    pub fn property(&self, name: &str) -> String {
        let said = self.read("pdfinfo", &["paper.pdf"]);
        let line = said
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.unwrap_or_else(|| panic!("{said}")).trim().to_owned()
    }

    /// The text in the order of the PDF, without spaces: lines break where there is none.
    pub fn text(&self) -> String {
        let text = self.read("pdftotext", &["-raw", "paper.pdf", "-"]);
        // Marks of direction are Poppler's.
        let marks =
            |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
        text.chars()
            .filter(|letter| !letter.is_whitespace() && !marks(*letter))
            .collect()
    }

    /// What a camera reads from the QR codes of a page, held over one badge after the other; pages are numbered from 1.
    pub fn qr_codes(&self, page: usize) -> Vec<String> {
        let (page, fineness) = (page.to_string(), DOTS_PER_INCH.to_string());
        let arguments = ["-r", &fineness, "-gray", "-f", &page, "-l", &page];
        self.read(
            "pdftoppm",
            &[&arguments[..], &["-singlefile", "paper.pdf", "page"]].concat(),
        );
        let page = Grey::read(&self.0.path().join("page.pgm"));
        let places = (0..4).flat_map(|row| (0..2).map(move |column| (column, row)));
        let read = places.flat_map(|(column, row)| {
            let badge = page.part((150 + 900 * column, 285 + 600 * row), (900, 600));
            let mut camera = quircs::Quirc::default();
            let codes = camera.identify(badge.width, badge.height, &badge.pixels);
            // What looks like a code and is none does not decode.
            let read = codes.filter_map(|code| code.ok()?.decode().ok());
            read.map(|read| String::from_utf8(read.payload).unwrap())
                .collect::<Vec<_>>()
        });
        read.collect()
    }

    fn read(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        let output = command.args(arguments).current_dir(self.0.path()).output();
        let output = output.unwrap_or_else(|err| panic!("{program}: {err}; see scripts/setup"));
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {complaints}");
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A picture in shades of grey, as PGM has it.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        // P5, width, height and the lightest shade, each followed by one white character.
        let mut parts = bytes.splitn(5, u8::is_ascii_whitespace);
        let mut word = || {
            std::str::from_utf8(parts.next().unwrap())
                .unwrap()
                .to_owned()
        };
        assert_eq!(word(), "P5");
        let (width, height) = (word().parse().unwrap(), word().parse().unwrap());
        assert_eq!(word(), "255");
        let pixels = parts.next().unwrap().to_vec();
        assert_eq!(pixels.len(), width * height);
        Self {
            width,
            height,
            pixels,
        }
    }

    /// A part of the page, by its place and size in tenths of a millimetre.
    fn part(&self, (x, y): (usize, usize), (width, height): (usize, usize)) -> Self {
        let dots = |tenths: usize| tenths * DOTS_PER_INCH / TENTHS_PER_INCH;
        let (left, width, height) = (dots(x), dots(width), dots(height));
        let rows = self.pixels.chunks(self.width).skip(dots(y)).take(height);
        Self {
            width,
            height,
            pixels: rows
                .flat_map(|row| row[left..left + width].iter().copied())
                .collect(),
        }
    }
}
