//! The fonts: Latin, Cyrillic and Greek, Arabic, and Chinese with the kana, Hangul and kanji of names.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

static FILES: [&[u8]; 8] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Italic.ttf"),
    include_bytes!("../fonts/NotoSans-BoldItalic.ttf"),
    include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../fonts/NotoSansCJKsc-Regular.otf"),
    include_bytes!("../fonts/NotoSansCJKsc-Bold.otf"),
];

/// The fonts with their index, read once.
pub struct Fonts {
    pub fonts: Vec<Font>,
    pub book: LazyHash<FontBook>,
}

pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES
        .iter()
        .flat_map(|file| Font::iter(Bytes::new(*file)))
        .collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Fonts { fonts, book }
});

/// Whether a font has this character, and PDF has a place for it.
pub fn is_known(character: char) -> bool {
    let has = |font: &Font| font.info().coverage.contains(character.into());
    match character {
        '\n' | '\t' => true,
        character if is_invisible(character) => false,
        _ => FONTS.fonts.iter().any(has),
    }
}

/// Whether nothing is missing to the eye where this character is.
pub fn is_invisible(character: char) -> bool {
    character.is_control() || character == '\u{feff}'
}
