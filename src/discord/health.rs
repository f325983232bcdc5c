//! `/healthz` and `/metrics` on a port the operator chose: numbers only, nothing about servers or people.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::app::App;
use super::client::ServeError;
use crate::store::Scope;

/// How Prometheus wants to be served.
const PROMETHEUS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Opens the port and answers until the task is aborted.
pub async fn listen(address: SocketAddr, app: Arc<App>) -> Result<JoinHandle<()>, ServeError> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|cause| ServeError::Port {
        what: format!("METRICS_ADDR {address}"),
        cause,
    })?;
    let router = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .with_state(app);
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "serving /healthz and /metrics");
    }
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(cause = %error, "/healthz and /metrics are gone");
        }
    }))
}

/// Well: the store answers and every shard is live.
async fn healthz(State(app): State<Arc<App>>) -> Response {
    let (live, all) = app.gateway.get().map_or((0, 0), |gateway| gateway.live());
    let store = app
        .blocking(|app| Ok(app.store.change_number(Scope::Everyone)?))
        .await
        .is_ok();
    let well = store && all > 0 && live == all;
    let status = match well {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let words = json!({
        "status": if well { "ok" } else { "degraded" },
        "shards": {"live": live, "all": all},
        "store": if store { "ok" } else { "unreadable" },
    });
    (status, Json(words)).into_response()
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    let metrics = app.rest.metrics();
    metrics.set_invalid_requests(app.rest.invalid_requests());
    ([(header::CONTENT_TYPE, PROMETHEUS)], metrics.text()).into_response()
}
