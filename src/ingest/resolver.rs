//! Looks names up and lets only addresses through that the policy allows, at the very moment of connecting.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::AddressPolicy;

/// Looks up the addresses of a host name.
pub trait LookUp: Send + Sync + 'static {
    /// Returns all addresses of the name, none when it does not exist.
    fn look_up(&self, name: String) -> BoxFuture<'static, Vec<IpAddr>>;
}

/// The look-up of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNames;

impl LookUp for SystemNames {
    fn look_up(&self, name: String) -> BoxFuture<'static, Vec<IpAddr>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            found.map_or_else(|_| Vec::new(), |all| all.map(|one| one.ip()).collect())
        })
    }
}

/// The only resolver the fetcher has: what it returns is connected to, and it returns only what may be reached.
///
/// Because the check and the connection use the same answer, a name server that changes its mind between the two
/// gains nothing.
#[derive(Clone)]
pub(super) struct GuardedNames {
    pub(super) policy: Arc<AddressPolicy>,
    pub(super) names: Arc<dyn LookUp>,
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = guard.names.look_up(name.clone()).await;
            guard.policy.check_resolved(&name, &found)?;
            let addresses = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}
