//! 案件ごとの報告: written on the page of the item, received on the page of conferences, printed by both.

use axum::http::{StatusCode, header};
use testkit::each_world;

use crate::routes::{CANARY, Sample};
use crate::site::Site;

#[test]
fn a_report_of_an_item_goes_to_whoever_receives_reports_and_names_nobody_on_paper() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let item: String = w
            .ask(&w.elder, |tx, _| {
                tx.one("SELECT id FROM conference_items WHERE held_at IS NOT NULL LIMIT 1", &[])
            })
            .unwrap();
        let (client, chief) = (site.sign_in(&w.elder), site.sign_in(&w.manager));
        let path = format!("/conferences/items/{item}");
        let paper = |client: &_, format: &str| {
            site.post(client, &format!("{path}/report/paper"), &[("form", "item_report"), ("format", format)])
        };
        assert_eq!(paper(&client, "pdf").status, StatusCode::NOT_FOUND, "there is none yet");
        let wrong = [("results", "隠岐島さんと話せた"), ("issues", "夜の見守り")];
        let refused = site.post(&client, &format!("{path}/report"), &wrong);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("夜の見守り"), "what was typed is not lost");
        let good = [("results", "役割を分けられた"), ("issues", "夜の見守り")];
        let written = site.post(&client, &format!("{path}/report"), &good);
        assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text);
        assert!(site.get(&client, &path).text.contains("役割を分けられた"));
        let list = site.get(&chief, "/conferences").text;
        assert!(list.contains("案件ごとの報告(1)") && list.contains("役割を分けられた"), "{list}");
        for reader in [&client, &chief] {
            for (format, media) in [("pdf", "application/pdf"), ("xlsx", "application/vnd.openxml")] {
                let made = paper(reader, format);
                assert_eq!(made.status, StatusCode::OK, "{}", made.text);
                assert!(made.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(media));
                let text = made.text.replace([' ', '\n'], "");
                assert!(text.contains("役割を分けられた") && text.contains("F-"), "{format}: {text}");
                for hidden in [CANARY.replace(' ', ""), "隠岐島".into(), sample.code.clone()] {
                    assert!(!text.contains(&hidden), "{format} tells {hidden}");
                }
            }
        }
        let numbered: i64 = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT count(*) FROM audit_events WHERE action = 'print' AND purpose LIKE 'item_report F-%'",
                    &[],
                )
            })
            .unwrap();
        assert_eq!(numbered, 4, "each print stands in the log");
        for stranger in [&w.tax, &w.hardship, &w.admin, &w.privacy] {
            let client = site.sign_in(stranger);
            assert_eq!(paper(&client, "pdf").status, StatusCode::NOT_FOUND);
            assert_eq!(
                site.post(&client, &format!("{path}/report/receipt"), &[]).status,
                StatusCode::NOT_FOUND
            );
        }
        let received = site.post(&chief, &format!("{path}/report/receipt"), &[]);
        assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.text);
        assert!(!site.get(&chief, "/conferences").text.contains("案件ごとの報告"));
    });
}

/// Late for whoever reports and for whoever receives, on both of their pages.
#[test]
fn a_late_report_stands_where_late_applications_stand() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let (site, _) = (Site::new(w), Sample::new(w));
        w.at.ambient.advance(60 * 86_400);
        let (client, chief) = (site.sign_in(&w.elder), site.sign_in(&w.manager));
        let late = "期限の過ぎた案件の報告(1)";
        for reader in [&client, &chief] {
            let list = site.get(reader, "/conferences").text;
            assert!(list.contains(late), "{list}");
            assert!(site.get(reader, "/").text.contains("案件ごとの報告(1)"));
        }
        assert!(!site.get(&chief, "/conferences").text.contains(CANARY));
        for other in [&w.tax, &w.hardship, &w.admin] {
            let client = site.sign_in(other);
            for path in ["/conferences", "/"] {
                assert!(!site.get(&client, path).text.contains("報告(1)"), "{path}");
            }
        }
        let item: String = w
            .ask(&w.elder, |tx, _| {
                tx.one("SELECT id FROM conference_items WHERE held_at IS NOT NULL LIMIT 1", &[])
            })
            .unwrap();
        let path = format!("/conferences/items/{item}");
        assert!(site.get(&client, &path).text.contains("報告の期限"));
        let good = [("results", "役割を分けられた"), ("issues", "夜の見守り")];
        site.post(&client, &format!("{path}/report"), &good);
        for reader in [&client, &chief] {
            assert!(!site.get(reader, "/conferences").text.contains(late));
        }
    });
}
