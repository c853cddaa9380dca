const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'

/** Namespaces and types of WS-Security 1.0 and its UsernameToken and X.509 profiles (OASIS, 2004). */
export const WSSE = `${OASIS}wssecurity-secext-1.0.xsd`
/** The namespace of `wsu:Id`, `wsu:Created` and `wsu:Timestamp`. */
export const WSU = `${OASIS}wssecurity-utility-1.0.xsd`
/** The type of a password that is its digest. */
export const PASSWORD_DIGEST = `${OASIS}username-token-profile-1.0#PasswordDigest`
/** The type of a password in clear text. */
export const PASSWORD_TEXT = `${OASIS}username-token-profile-1.0#PasswordText`
/** How nonces and certificates are written. */
export const BASE64 = `${OASIS}soap-message-security-1.0#Base64Binary`
/** The type of a token that is a certificate. */
export const X509_TOKEN = `${OASIS}x509-token-profile-1.0#X509v3`
