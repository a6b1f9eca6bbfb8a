//! The columns of a list of people, however they are called.

use crate::identifier::vocabulary;
use crate::people::words::plain;

vocabulary! {
    /// What a column of the list holds.
    Column {
        /// The name by which the secretariat's lists know somebody.
        Reference = "reference",
        /// Their name in Latin letters.
        Name = "name",
        /// Their name in their own script.
        NativeName = "native_name",
        /// Their office at home.
        Title = "title",
        /// The role on the badge.
        Role = "role",
        /// Their delegation.
        Delegation = "delegation",
        /// What their delegation is.
        DelegationKind = "delegation_kind",
        /// Their city.
        City = "city",
        /// Their country.
        Country = "country",
        /// Where mail reaches them.
        Email = "email",
        /// The language they work in.
        Language = "language",
        /// Further languages they read.
        OtherLanguages = "other_languages",
        /// Whether they agree and reserve for their delegation.
        HeadOfDelegation = "head_of_delegation",
        /// The sessions they take part in, each with their role there: `S2: rapporteur; S4`.
        Sessions = "sessions",
    }
}

/// Every column, in the order in which a list is exported.
pub const COLUMNS: [Column; 14] = [
    Column::Reference,
    Column::Name,
    Column::NativeName,
    Column::Title,
    Column::Role,
    Column::Delegation,
    Column::DelegationKind,
    Column::City,
    Column::Country,
    Column::Email,
    Column::Language,
    Column::OtherLanguages,
    Column::HeadOfDelegation,
    Column::Sessions,
];

impl Column {
    /// The column that somebody means by a header.
    pub fn of_header(header: &str) -> Option<Self> {
        let plain = plain(header);
        let named = COLUMNS.into_iter().find(|column| {
            column
                .headers()
                .split_whitespace()
                .any(|header| header == plain)
        });
        named.or_else(|| Self::of_word(header.trim()))
    }

    /// Headers in use. A bare number is none of them: it counts the rows, and names other people after the next sorting. In the six languages, without spaces, case and accents.
    fn headers(self) -> &'static str {
        match self {
            Self::Reference => {
                "reference ref registrationreference registration registrationno registrationnumber registrationid id badgeno \
                badgenumber numerodereference inscription numerodinscription referencia inscripcion \
                numerodeinscripcion регистрационныйномер ссылка 注册号 登记号 المرجع رقمالتسجيل"
            }
            Self::Name => {
                "name fullname participant participantname nameofparticipant person delegatename nameinlatinletters latinname \
                nom nomcomplet nometprenom nomduparticipant nombre nombrecompleto nombreyapellidos nombredelparticipante имя \
                фио фамилияимя полноеимя участник 姓名 名字 英文姓名 参会人 الاسم الاسمالكامل اسمالمشارك"
            }
            Self::NativeName => {
                "nativename nameinownscript nameinnativescript localname originalname nomoriginal nomdanslecritureoriginale \
                nombreoriginal nombreensualfabeto имянародномязыке оригинальноеимя 本国语姓名 原文姓名 中文姓名 الاسمباللغةالأصلية الاسمالأصلي"
            }
            Self::Title => {
                "title jobtitle position function post officeathome designation titre fonction poste cargo titulo puesto \
                должность звание 职务 头衔 职称 المنصب اللقب الوظيفة"
            }
            Self::Role => {
                "role badgerole conferencerole category participanttype roleatconference role rol funcionenlaconferencia \
                categorie categoria роль категория статус 角色 身份 类别 الدور الفئة الصفة"
            }
            Self::Delegation => {
                "delegation delegationname organization organisation institution represents delegacion organizacion institucion \
                делегация организация 代表团 单位 机构 الوفد المنظمة المؤسسة"
            }
            Self::DelegationKind => {
                "delegationkind kindofdelegation delegationtype typeofdelegation typededelegation tipodedelegacion \
                типделегации виделегации 代表团类型 نوعالوفد"
            }
            Self::City => "city town municipality ville ciudad город 城市 المدينة",
            Self::Country => {
                "country countrycode nation iso iso3166 pays codepays pais страна 国家 国别 البلد الدولة"
            }
            Self::Email => {
                "email emailaddress mail contactemail courriel adresseemail adresseelectronique adressecourriel \
                correo correoelectronico электроннаяпочта почта эпочта элпочта 电子邮件 邮箱 电邮 电子邮箱 البريدالإلكتروني البريد"
            }
            Self::Language => {
                "language workinglanguage preferredlanguage mainlanguage languageofwork langue languedetravail langueprincipale \
                idioma lengua idiomadetrabajo язык рабочийязык 语言 语种 工作语言 اللغة لغةالعمل"
            }
            Self::OtherLanguages => {
                "otherlanguages furtherlanguages additionallanguages languages autreslangues otrosidiomas otraslenguas \
                другиеязыки 其他语言 لغاتأخرى اللغاتالأخرى"
            }
            Self::HeadOfDelegation => {
                "headofdelegation head ishead hod chefdedelegation chefdeladelegation jefededelegacion главаделегации \
                团长 代表团团长 رئيسالوفد"
            }
            Self::Sessions => {
                "sessions session sessionsandroles sessionroles workinggroups seances seancesetroles sesiones sesionesyfunciones \
                сессии заседания 会议 分会 场次 الجلسات الدورات"
            }
        }
    }

    /// The header under which it is exported.
    pub fn header(self) -> String {
        self.word().replace('_', " ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn headers_are_understood_however_they_are_written() {
        for (header, column) in [
            ("Full Name", Column::Name),
            ("E-mail", Column::Email),
            ("E-Mail Address:", Column::Email),
            ("Délégation", Column::Delegation),
            ("Registration no.", Column::Reference),
            ("País", Column::Country),
            ("Город", Column::City),
            ("姓名", Column::Name),
            ("رئيس الوفد", Column::HeadOfDelegation),
            ("other_languages", Column::OtherLanguages),
            ("Native name", Column::NativeName),
        ] {
            assert_eq!(Column::of_header(header), Some(column), "{header}");
        }
        assert_eq!(Column::of_header("Dietary requirements"), None);
        assert_eq!(Column::of_header(""), None);
    }

    #[test]
    fn no_header_means_two_columns_and_each_is_plain() {
        let mut meant = HashMap::new();
        for column in COLUMNS {
            for header in column.headers().split_whitespace() {
                assert_eq!(plain(header), header);
                let before = meant.insert(header, column);
                assert!(before.is_none_or(|before| before == column), "{header}");
            }
            assert_eq!(Column::of_header(&column.header()), Some(column));
        }
    }
}
