//! Words as people write them in spreadsheets, in the six official languages.

use super::{DelegationKind, Role};

/// A name without case, accents, punctuation, "the" and "&", so that what people write meets what the table has.
pub fn plain(name: &str) -> String {
    let mut plain = String::new();
    for word in name.to_lowercase().replace('&', " and ").split_whitespace() {
        if word == "the" || word == "(the)" {
            continue;
        }
        plain.extend(word.chars().filter_map(|letter| match letter {
            'à'..='å' => Some('a'),
            'ç' => Some('c'),
            'è'..='ë' => Some('e'),
            'ì'..='ï' => Some('i'),
            'ñ' => Some('n'),
            'ò'..='ö' => Some('o'),
            'ù'..='ü' => Some('u'),
            letter => letter.is_alphanumeric().then_some(letter),
        }));
    }
    plain
}

/// The role that a word means.
pub fn role(text: &str) -> Option<Role> {
    let plain = plain(text);
    let role = match plain.as_str() {
        "delegate" | "participant" | "member" | "délégué" | "delegue" | "deleguee" | "delegado"
        | "delegada" | "делегат" | "участник" | "代表" | "与会者" | "مندوب" | "مندوبة"
        | "مشارك" => Role::Delegate,
        "headofdelegation"
        | "head"
        | "hod"
        | "chefdedelegation"
        | "chefdeladelegation"
        | "jefededelegacion"
        | "jefadedelegacion"
        | "главаделегации"
        | "代表团团长"
        | "团长"
        | "رئيسالوفد" => Role::HeadOfDelegation,
        "rapporteur" | "rapporteuse" | "relator" | "relatora" | "докладчик" | "报告员" | "مقرر"
        | "المقرر" => Role::Rapporteur,
        "chair"
        | "chairperson"
        | "chairman"
        | "chairwoman"
        | "president"
        | "presidente"
        | "presidenta"
        | "presidentedelasesion"
        | "presidentdeseance"
        | "председатель"
        | "主席"
        | "رئيس"
        | "الرئيس" => Role::Chair,
        "secretariat"
        | "secretary"
        | "secretariatstaff"
        | "staff"
        | "secretaria"
        | "секретариат"
        | "秘书处"
        | "الأمانة"
        | "أمانة" => Role::Secretariat,
        "observer"
        | "observateur"
        | "observatrice"
        | "observador"
        | "observadora"
        | "наблюдатель"
        | "观察员"
        | "مراقب" => Role::Observer,
        "interpreter"
        | "translator"
        | "interprete"
        | "traducteur"
        | "traductor"
        | "переводчик"
        | "口译员"
        | "翻译"
        | "مترجم"
        | "مترجمشفوي" => Role::Interpreter,
        "screenoperator"
        | "operator"
        | "screen"
        | "operateur"
        | "operateurdecran"
        | "operador"
        | "operadordepantalla"
        | "операторэкрана"
        | "оператор"
        | "屏幕操作员"
        | "مشغلالشاشة" => Role::ScreenOperator,
        "technician" | "it" | "technicien" | "technicienne" | "tecnico" | "tecnica" | "техник"
        | "技术员" | "技术人员" | "فني" => Role::Technician,
        _ => return Role::of_word(&text.trim().to_lowercase().replace(['-', ' '], "_")),
    };
    Some(role)
}

/// The kind of delegation that a word means.
pub fn delegation_kind(text: &str) -> Option<DelegationKind> {
    let kind = match plain(text).as_str() {
        "city" | "municipality" | "ville" | "ciudad" | "город" | "城市" | "مدينة" => {
            DelegationKind::City
        }
        "observer"
        | "organization"
        | "organisation"
        | "observerorganization"
        | "organizacion"
        | "observateur"
        | "observador"
        | "наблюдатель"
        | "организация"
        | "观察员"
        | "组织"
        | "مراقب"
        | "منظمة" => DelegationKind::Observer,
        "secretariat" | "secretaria" | "секретариат" | "秘书处" | "الأمانة" | "أمانة" => {
            DelegationKind::Secretariat
        }
        _ => return None,
    };
    Some(kind)
}

/// What a word or mark answers: yes or no.
pub fn yes_or_no(text: &str) -> Option<bool> {
    if matches!(text.trim(), "✓" | "✔" | "☑" | "+") {
        return Some(true);
    }
    match plain(text).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "head" | "oui" | "o" | "vrai" | "si" | "sí" | "s"
        | "verdadero" | "да" | "д" | "是" | "对" | "نعم" => Some(true),
        "no" | "n" | "false" | "0" | "non" | "faux" | "falso" | "нет" | "н" | "否" | "不是"
        | "لا" | "" => Some(false),
        _ => None,
    }
}

/// The ISO 639 code of the language that a word means: a code, or the name of an official language in its own words or English.
pub fn language(text: &str) -> Option<String> {
    let plain = plain(text);
    let code = match plain.as_str() {
        "english" | "anglais" | "ingles" | "английский" | "英语" | "英文" | "الإنجليزية" => {
            "en"
        }
        "french" | "francais" | "frances" | "французский" | "法语" | "法文" | "الفرنسية" => {
            "fr"
        }
        "spanish" | "espagnol" | "espanol" | "castellano" | "испанский" | "西班牙语"
        | "西班牙文" | "الإسبانية" => "es",
        "russian" | "russe" | "ruso" | "русский" | "русскии" | "俄语" | "俄文" | "الروسية" => {
            "ru"
        }
        "chinese" | "mandarin" | "chinois" | "chino" | "китайский" | "中文" | "汉语"
        | "الصينية" => "zh",
        "arabic" | "arabe" | "арабский" | "阿拉伯语" | "阿拉伯文" | "العربية" | "عربي" => {
            "ar"
        }
        code if matches!(code.len(), 2 | 3)
            && code.chars().all(|letter| letter.is_ascii_lowercase()) =>
        {
            code
        }
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_in_six_languages() {
        for word in ["Rapporteur", "relator", "Докладчик", "报告员", "مقرر"] {
            assert_eq!(role(word), Some(Role::Rapporteur), "{word}");
        }
        assert_eq!(role("Head of delegation"), Some(Role::HeadOfDelegation));
        assert_eq!(role("head_of_delegation"), Some(Role::HeadOfDelegation));
        assert_eq!(role("Screen-operator"), Some(Role::ScreenOperator));
        assert_eq!(role("Délégué"), Some(Role::Delegate));
        assert_eq!(role("king"), None);
        assert_eq!(yes_or_no("Oui"), Some(true));
        assert_eq!(yes_or_no("нет"), Some(false));
        assert_eq!(yes_or_no("perhaps"), None);
        assert_eq!(language("Français").as_deref(), Some("fr"));
        assert_eq!(language("PT").as_deref(), Some("pt"));
        assert_eq!(language("luo").as_deref(), Some("luo"));
        assert_eq!(language("Klingon"), None);
    }
}
