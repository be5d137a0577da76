use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
