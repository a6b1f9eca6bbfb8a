//! Lists of people come in from spreadsheets: whole, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::{Encoding, GB18030, WINDOWS_1251, WINDOWS_1252};
use plenary::conference::{SessionId, Translations};
use plenary::people::import::{Column, Fate, Plan, Sheet, export_with};
use plenary::people::register::{Register, Registered};
use plenary::people::{Delegation, DelegationId, DelegationKind, Participant, ParticipantId, Role};
use plenary::{demo, storage};
use proptest::prelude::*;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::TestServer;
use crate::support::caller::{Answer, Caller};

async fn preview(secretary: &Caller, list: impl Into<Vec<u8>>) -> Value {
    let answer = secretary.post_file("/api/people/import?mode=preview", list.into());
    answer.await.well()
}

async fn apply(secretary: &Caller, list: impl Into<Vec<u8>>) -> Answer {
    secretary
        .post_file("/api/people/import?mode=apply", list.into())
        .await
}

/// The problems as row, column and code.
fn problems(report: &Value) -> Vec<(u64, &str, &str)> {
    let problems = report["problems"].as_array().unwrap().iter();
    let problems = problems.map(|problem| {
        assert!(
            problem["detail"].as_str().unwrap().ends_with('.'),
            "{problem}"
        );
        (
            problem["row"].as_u64().unwrap(),
            problem["column"].as_str().unwrap_or(""),
            problem["code"].as_str().unwrap(),
        )
    });
    problems.collect()
}

fn counts(report: &Value) -> (u64, u64, u64) {
    let count = |name: &str| report[name].as_u64().unwrap();
    (count("added"), count("changed"), count("unchanged"))
}

#[sqlx::test]
async fn every_problem_is_named_by_row_and_nothing_is_half_imported(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let list = "Name;Delegation;Delegation kind;Country;E-mail;Role;Language;Sessions;Head;Shoe size\n\
        Áine;Cork City;city;Ireland;aine@cork.example;delegate;en;S1;yes;38\n\
        ;Cork City;;IE;;;;;;\n\
        Bo;;;SE;;;;;;\n\
        ;;;;;;;;;\n\
        Cy;Oslo;city;Norwegia;cy@oslo;king;Klingon;S9: chair;perhaps;\n\
        Di;Oslo;observer;NO;AINE@cork.example;;;S1: emperor;;\n\
        Áine;Cork City;;IE;aine@cork.example;;;;;\n\
        Ed;Cork City;;IE;;;;;oui;\n\
        Flo;Turin;;;;;;;;\n";
    let report = preview(&secretary, list).await;
    assert_eq!(
        problems(&report),
        [
            (3, "name", "missing_name"),
            (4, "delegation", "missing_delegation"),
            (6, "role", "unknown_role"),
            (6, "country", "unknown_country"),
            (6, "email", "bad_email"),
            (6, "language", "unknown_language"),
            (6, "head_of_delegation", "neither_yes_nor_no"),
            (6, "sessions", "unknown_session"),
            (7, "delegation_kind", "delegation_differs"),
            (7, "email", "email_taken"),
            (7, "sessions", "unknown_role"),
            (8, "name", "duplicate"),
            (9, "head_of_delegation", "two_heads"),
            (10, "country", "missing_country"),
        ]
    );
    assert_eq!(
        report["columns"][9],
        json!({ "header": "Shoe size", "column": null })
    );
    assert_eq!(
        (report["separator"].as_str(), report["encoding"].as_str()),
        (Some(";"), Some("UTF-8"))
    );

    let before = secretary.get("/api/people").await.well();
    let refused = apply(&secretary, list).await;
    assert_eq!(refused.refused(), (422, "list_has_problems"));
    assert_eq!(refused.body["report"]["problems"], report["problems"]);
    assert_eq!(secretary.get("/api/people").await.well(), before);
    let delegations = secretary.get("/api/delegations").await.well();
    assert_eq!(
        delegations.as_array().unwrap().len(),
        1,
        "that of the test alone"
    );
}

#[sqlx::test]
async fn the_corrected_list_updates_rather_than_doubles(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let first = "name,delegation,country,e-mail,head of delegation,sessions\n\
        Áine Ní Bhriain,Cork City,IE,aine@cork.example,yes,S1\n\
        Bo Ek,Uppsala,Sweden,,,\n";
    let report = apply(&secretary, first).await.well();
    assert_eq!(
        (report["applied"].as_bool(), counts(&report)),
        (Some(true), (2, 0, 0))
    );
    assert_eq!(report["new_delegations"], json!(["Cork City", "Uppsala"]));
    let again = apply(&secretary, first).await.well();
    assert_eq!(counts(&again), (0, 0, 2), "{again}");

    // Now with references, another order, another case, a new address and the name of an office.
    let second = "\u{feff}Registration ID\tEmail\tDelegation\tName\tTitle\tRole\r\n\
        R-2\tbo@uppsala.example\tUPPSALA\tBo Ek\tMayor\tChair\r\n\
        R-1\tAINE@cork.example\tCork city\tÁine Ní Bhriain\t\tdelegate\r\n\
        R-3\t\tCork City\tÁine Ní Bhriain\tMayor\t\r\n";
    let report = preview(&secretary, second).await;
    assert_eq!(problems(&report), []);
    assert_eq!(counts(&report), (1, 2, 0));
    let bo = &report["people"][0];
    assert_eq!(
        (bo["row"].as_u64(), bo["fate"].as_str()),
        (Some(2), Some("changed"))
    );
    let fields: BTreeMap<&str, (&str, &str)> = bo["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            let text = |name: &str| change[name].as_str().unwrap();
            (text("field"), (text("from"), text("to")))
        })
        .collect();
    assert_eq!(fields["email"], ("", "bo@uppsala.example"));
    assert_eq!(fields["role"], ("delegate", "chair"));
    assert_eq!(fields["title"], ("", "Mayor"));
    assert_eq!(fields["reference"].1, "R-2");
    apply(&secretary, second).await.well();

    let people = secretary.get("/api/people").await.well();
    let people: BTreeMap<&str, &Value> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|person| (person["reference"].as_str().unwrap(), person))
        .collect();
    assert_eq!(
        people.len(),
        4,
        "three of the list and the secretary: {people:?}"
    );
    assert_eq!(people["R-1"]["head_of_delegation"], true);
    assert_eq!(people["R-1"]["roles"][0]["role"], "head_of_delegation");
    assert_eq!(people["R-2"]["country"], "SE");
    let counted = apply(&secretary, second).await.well();
    assert_eq!(counts(&counted), (0, 0, 3));

    let wrong = apply(
        &secretary,
        "reference,name,delegation,email\nR-2,Bo Ek,Uppsala,aine@cork.example\n",
    )
    .await;
    assert_eq!(
        problems(&wrong.body["report"]),
        [(2, "email", "email_taken")]
    );
    let exchanged = "reference,name,delegation,email\nR-2,Bo Ek,Uppsala,aine@cork.example\nR-1,Áine,Cork City,bo@uppsala.example\n";
    assert_eq!(
        counts(&apply(&secretary, exchanged).await.well()),
        (0, 2, 0)
    );
}

#[sqlx::test]
async fn a_workbook_is_read_with_its_title_its_empty_rows_and_foreign_words(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let workbook = std::fs::read("tests/fixtures/people.xlsx").unwrap();
    let report = apply(&secretary, workbook.clone()).await.well();
    assert_eq!(
        (report["encoding"].as_str(), counts(&report)),
        (Some("xlsx"), (3, 0, 0)),
        "{report}"
    );
    assert_eq!(report["people"][2]["row"], 8);
    let people = secretary.get("/api/people").await.well();
    let find = |reference: &str| {
        let people = people.as_array().unwrap();
        people
            .iter()
            .find(|person| person["reference"] == reference)
            .unwrap()
            .clone()
    };
    assert_eq!(find("1002")["native_name"], "韩静怡");
    assert_eq!(find("1002")["roles"][0]["role"], "rapporteur");
    assert_eq!(find("1001")["roles"][0]["role"], "head_of_delegation");
    assert_eq!(
        (
            &find("A-17")["country"],
            &find("A-17")["head_of_delegation"]
        ),
        (&json!("EG"), &json!(true))
    );
    assert_eq!(counts(&apply(&secretary, workbook).await.well()), (0, 0, 3));
}

#[sqlx::test]
async fn the_template_has_every_column_and_nobody_in_it(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let template = secretary.get("/api/people/template.csv").await.well();
    let template = template.as_str().unwrap();
    let headers = template.trim_start_matches('\u{feff}').trim_end();
    assert_eq!(headers.lines().count(), 1);
    let report = preview(&secretary, template).await;
    let columns = report["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 14);
    assert!(columns.iter().all(|column| !column["column"].is_null()));
    let filled = format!("{template},Áine,,,,Cork City,,,IE,,,,,S1\r\n");
    assert_eq!(counts(&apply(&secretary, filled).await.well()), (1, 0, 0));
}

#[sqlx::test]
async fn what_is_no_list_is_refused_with_a_reason(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    assert_eq!(
        apply(&secretary, "PK\u{3}\u{4}nonsense").await.refused(),
        (422, "unreadable_list")
    );
    let strange = preview(&secretary, "a,b\n1,2\n").await;
    assert_eq!(problems(&strange), [(1, "", "no_header")]);
    let half = preview(&secretary, "name,e-mail,mail\nA,,\n").await;
    assert_eq!(
        problems(&half),
        [
            (1, "delegation", "missing_column"),
            (1, "email", "column_twice")
        ]
    );
    let large = vec![b'a'; (5 << 20) + 1];
    assert_eq!(apply(&secretary, large).await.status, 413);
    let rows = "Äö,Köln,DE\n".repeat(300_000 / 11);
    let many = apply(&secretary, format!("name,delegation,country\n{rows}")).await;
    assert_eq!(many.refused(), (422, "list_too_long"));

    let (_, token) = server.participant("mayor").await;
    let mayor = Caller::with_token(server.address, token);
    assert_eq!(
        apply(&mayor, "name,delegation\n").await.refused(),
        (403, "not_allowed")
    );
    assert_eq!(
        mayor.get("/api/people/export.csv").await.refused(),
        (403, "not_allowed")
    );
}

#[sqlx::test(migrations = false)]
async fn the_demo_exported_and_imported_again_is_unchanged(db: PgPool) {
    storage::migrate(&db).await.unwrap();
    demo::load(&db, &plenary::clock::Clock::default())
        .await
        .unwrap();
    let conference = plenary::conference::store::current(&db)
        .await
        .unwrap()
        .unwrap();
    let mut db = db.acquire().await.unwrap();
    let register = plenary::people::register::store::load(
        &mut db,
        conference.id,
        plenary::clock::Clock::default().now(),
    )
    .await
    .unwrap();
    assert_eq!(register.people.len(), 59);
    let table = plenary::people::import::export(&register).unwrap();
    let sheet = Sheet::read(&table, None).unwrap();
    let plan = Plan::make(&sheet, &register);
    assert_eq!(plan.problems, []);
    let changed: Vec<_> = plan
        .people
        .iter()
        .filter(|one| one.fate != Fate::Unchanged)
        .collect();
    assert!(changed.is_empty(), "{changed:#?}");
    assert!(plan.new_delegations.is_empty() && plan.changed_delegations.is_empty());
}

/// How the people of a list are written, and the encodings that can write them.
#[derive(Clone, Copy, Debug)]
enum Script {
    Latin,
    Cyrillic,
    Chinese,
    Arabic,
}

impl Script {
    fn words(self) -> [&'static [&'static str]; 3] {
        match self {
            Self::Latin => [
                &["Hélène", "José", "Zoë", "Bjørn", "Anaïs", "Íñigo", "Márta"],
                &[
                    "Lefèvre",
                    "Núñez",
                    "Müller",
                    "Sørensen",
                    "d'Été",
                    "Gonçalves",
                ],
                &["Besançon", "Málaga", "Köln", "Århus", "Évora", "Genève"],
            ],
            Self::Cyrillic => [
                &["Анна", "Борис", "Виктория", "Григорий", "Елена", "Мария"],
                &["Петрова", "Иванов", "Соколова", "Кузнецов", "Попова"],
                &["Москва", "Казань", "Нижний Новгород", "Самара", "Уфа"],
            ],
            Self::Chinese => [
                &["韩静怡", "王芳", "李伟", "张敏", "刘洋", "陈静"],
                &["教育局局长", "市长", "副市长", "秘书长"],
                &["北京市", "杭州市", "上海市", "太原市", "常州市"],
            ],
            Self::Arabic => [
                &["منى", "أحمد", "فاطمة", "يوسف", "ليلى"],
                &["فريد", "حسن", "المصري", "الخطيب"],
                &["الجيزة", "عمّان", "تونس", "الرباط", "صور"],
            ],
        }
    }

    fn encoding(self) -> Option<&'static Encoding> {
        match self {
            Self::Latin => Some(WINDOWS_1252),
            Self::Cyrillic => Some(WINDOWS_1251),
            Self::Chinese => Some(GB18030),
            Self::Arabic => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Written {
    Utf8,
    Utf8WithMark,
    Utf16 { big_endian: bool },
    AsOfOld,
}

fn written(text: &str, script: Script, how: Written) -> Vec<u8> {
    match (how, script.encoding()) {
        (Written::Utf8WithMark, _) => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        (Written::Utf16 { big_endian }, _) => {
            let bytes = |unit: u16| {
                if big_endian {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            std::iter::once(0xfeff)
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect()
        }
        (Written::AsOfOld, Some(encoding)) => {
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable, "{text}");
            bytes.into_owned()
        }
        _ => text.as_bytes().to_vec(),
    }
}

type Seed = (usize, usize, usize, usize, bool, u8);

/// A conference of people made from seeds: each delegation has one head at most, each person a reference.
fn a_register(script: Script, seeds: &[Seed]) -> Register {
    let [first, last, places] = script.words();
    let countries = ["FR", "RU", "CN", "EG", "CI"];
    let roles = [
        Role::Delegate,
        Role::Observer,
        Role::Interpreter,
        Role::Chair,
        Role::Secretariat,
    ];
    let sessions = vec![
        (SessionId::new(), "S1".to_owned()),
        (SessionId::new(), "S2".to_owned()),
    ];
    let mut delegations: Vec<Delegation> = Vec::new();
    let mut people = Vec::new();
    for (number, (a, b, c, d, flag, bits)) in seeds.iter().enumerate() {
        let place = places[c % places.len()];
        let found = delegations.iter().position(|one| one.city == place);
        let at = found.unwrap_or_else(|| {
            let kind = [DelegationKind::City, DelegationKind::Observer][d % 2];
            delegations.push(Delegation {
                id: DelegationId::new(),
                kind,
                city: place.to_owned(),
                country: countries[c % countries.len()].to_owned(),
                name: Translations([("en".to_owned(), place.to_owned())].into()),
                head: None,
                may_sponsor: kind == DelegationKind::City,
                may_agree: kind == DelegationKind::City,
            });
            delegations.len() - 1
        });
        let id = ParticipantId::new();
        if *flag && delegations[at].head.is_none() {
            delegations[at].head = Some(id);
        }
        let mut held = BTreeMap::new();
        for (place, (session, _)) in sessions.iter().enumerate() {
            let both = (bits >> (2 * place)) & 3;
            let here: BTreeSet<Role> = [(1, Role::Delegate), (2, Role::Rapporteur)]
                .into_iter()
                .filter(|(bit, _)| both & bit != 0)
                .map(|(_, role)| role)
                .collect();
            if !here.is_empty() {
                held.insert(*session, here);
            }
        }
        people.push(Registered {
            participant: Participant {
                id,
                reference: format!("R-{number}"),
                delegation: delegations[at].id,
                name: format!("{} {}", first[a % first.len()], last[b % last.len()]),
                native_name: (bits & 16 != 0).then(|| first[b % first.len()].to_owned()),
                title: ["", "\"Mayor\", acting; or not", "=1+1", "a | b"][d % 4].to_owned(),
                badge_role: roles[d % roles.len()],
                city: place.to_owned(),
                country: delegations[at].country.clone(),
                language: ["en", "fr", "ru"][a % 3].to_owned(),
                other_languages: if bits & 32 == 0 {
                    vec![]
                } else {
                    vec!["zh".into(), "ar".into()]
                },
                email: (bits & 64 != 0).then(|| format!("Person.{number}@city.example")),
            },
            roles: held,
            offices: BTreeSet::new(),
            valid_codes: 0,
            valid_links: 0,
            last_seen_at: None,
        });
    }
    Register {
        people,
        delegations,
        sessions,
        working_language: "en".into(),
    }
}

/// The register as a plan leaves it.
fn after(plan: &Plan, before: &Register) -> Register {
    let mut register = before.clone();
    register
        .delegations
        .extend(plan.new_delegations.iter().cloned());
    for changed in &plan.changed_delegations {
        let place = register
            .delegations
            .iter()
            .position(|one| one.id == changed.id)
            .unwrap();
        register.delegations[place] = changed.clone();
    }
    for one in &plan.people {
        let found = register
            .people
            .iter()
            .position(|other| other.participant.id == one.participant.id);
        let place = found.unwrap_or_else(|| {
            register.people.push(Registered {
                participant: one.participant.clone(),
                roles: BTreeMap::new(),
                offices: BTreeSet::new(),
                valid_codes: 0,
                valid_links: 0,
                last_seen_at: None,
            });
            register.people.len() - 1
        });
        let person = &mut register.people[place];
        person.participant = one.participant.clone();
        for (session, role) in &one.given {
            person.roles.entry(*session).or_default().insert(*role);
        }
        for (session, role) in &one.taken {
            person.roles.get_mut(session).unwrap().remove(role);
        }
    }
    register
}

/// What a register says, in an order and with names of its own choosing gone.
fn said(register: &Register) -> BTreeSet<String> {
    let table = export_with(register, &ALL, b'\t').unwrap();
    String::from_utf8(table)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

const ALL: [Column; 14] = [
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_exported_is_imported_as_it_was_and_twice_changes_nothing(
        script in prop::sample::select(vec![Script::Latin, Script::Cyrillic, Script::Chinese, Script::Arabic]),
        how in prop::sample::select(vec![
            Written::Utf8, Written::Utf8WithMark, Written::Utf16 { big_endian: false },
            Written::Utf16 { big_endian: true }, Written::AsOfOld,
        ]),
        columns in Just(ALL.to_vec()).prop_shuffle(),
        separator in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        seeds in prop::collection::vec(any::<Seed>(), 5..40),
    ) {
        let source = a_register(script, &seeds);
        let table = export_with(&source, &columns, separator).unwrap();
        let bytes = written(&String::from_utf8(table).unwrap(), script, how);
        let sheet = Sheet::read(&bytes, None).unwrap();
        prop_assert_eq!(sheet.separator, Some(char::from(separator)));

        let empty = Register { people: vec![], delegations: vec![], ..source.clone() };
        let plan = Plan::make(&sheet, &empty);
        prop_assert_eq!(&plan.problems, &vec![]);
        let imported = after(&plan, &empty);
        prop_assert_eq!(said(&imported), said(&source), "read as {}", sheet.encoding);

        for register in [&imported, &source] {
            let again = Plan::make(&sheet, register);
            prop_assert_eq!(&again.problems, &vec![]);
            prop_assert!(again.people.iter().all(|one| one.fate == Fate::Unchanged));
            prop_assert!(again.new_delegations.is_empty() && again.changed_delegations.is_empty());
            prop_assert_eq!(&after(&again, register), register);
        }
    }
}
