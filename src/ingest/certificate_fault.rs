//! What is wrong with the certificate of a site, found inside the error of a connection that it broke.

use std::error::Error;
use std::io;

use tokio_rustls::rustls;

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// Its time is over.
    #[error("has run out")]
    Expired,
    /// Its time has not come, or the clock of this machine is slow.
    #[error("is not valid yet by the clock of this machine")]
    NotYetValid,
    /// It was made for another host.
    #[error("was made for another site")]
    OtherName,
    /// Nobody who is trusted vouches for it; many such certificates vouch for themselves.
    #[error("is vouched for by nobody who is trusted")]
    UnknownIssuer,
    /// Whoever vouched for it has taken that back.
    #[error("has been taken back")]
    Revoked,
    /// Anything else.
    #[error("is not valid")]
    Invalid,
}

impl From<&rustls::CertificateError> for CertificateFault {
    fn from(error: &rustls::CertificateError) -> Self {
        use rustls::CertificateError as Given;
        match error {
            Given::Expired | Given::ExpiredContext { .. } => CertificateFault::Expired,
            Given::NotValidYet | Given::NotValidYetContext { .. } => CertificateFault::NotYetValid,
            Given::NotValidForName | Given::NotValidForNameContext { .. } => {
                CertificateFault::OtherName
            }
            Given::UnknownIssuer => CertificateFault::UnknownIssuer,
            // A site that made its own authority and shows that is told by name only.
            Given::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
                CertificateFault::UnknownIssuer
            }
            Given::Revoked => CertificateFault::Revoked,
            _ => CertificateFault::Invalid,
        }
    }
}

/// Finds what is wrong with the certificate that broke a connection.
pub(super) fn fault_in(causes: &[&(dyn Error + 'static)]) -> CertificateFault {
    let given = causes.iter().find_map(|cause| certificate_error(*cause));
    given.map_or(CertificateFault::Invalid, CertificateFault::from)
}

/// Looks for the words of the certificate's check inside an error; layers of input and output each wrap it once more.
fn certificate_error<'e>(
    mut error: &'e (dyn Error + 'static),
) -> Option<&'e rustls::CertificateError> {
    while let Some(inner) = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        error = inner;
    }
    match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(given) => Some(given),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rustls::CertificateError as Given;

    use super::*;

    #[test]
    fn what_is_wrong_with_a_certificate_is_found_inside_other_errors() {
        for (given, fault) in [
            (Given::Expired, CertificateFault::Expired),
            (Given::NotValidYet, CertificateFault::NotYetValid),
            (Given::NotValidForName, CertificateFault::OtherName),
            (Given::UnknownIssuer, CertificateFault::UnknownIssuer),
            (Given::BadEncoding, CertificateFault::Invalid),
        ] {
            let tls = rustls::Error::InvalidCertificate(given);
            let wrapped = io::Error::new(io::ErrorKind::InvalidData, tls);
            assert_eq!(fault_in(&[&wrapped]), fault);
            assert_eq!(fault_in(&[&io::Error::other(wrapped)]), fault);
        }
        let other = io::Error::other("a certificate, somehow");
        assert_eq!(fault_in(&[&other]), CertificateFault::Invalid);
    }
}
