import type { IdentitySettings } from '#shared/api/identity-source.ts'

/** A provider that publishes what it offers (OpenID Connect Discovery 1.0). */
export const oidcPreset: IdentitySettings = {
  enabled: false,
  title: 'Đăng nhập bằng tài khoản của tỉnh',
  issuer: '',
  hosts: [],
  clientId: '',
  clientAuth: 'basic',
  scopes: 'openid profile',
  acrValues: '',
  idToken: 'required',
  algorithm: 'RS256',
  pkce: true,
  personClaim: 'sub',
  nameClaim: 'name',
  roleRules: [],
  signOutThere: false,
  clockTolerance: 60,
}

/**
 * VNConnect as deployed clients call it: the addresses, `scope=openid`, `acr_values=LoA1` and the claims `sub` and `HoVaTen` are seen in
 * their public code ([V]: OPENCPS, DVC-NET). Whether the host is still in use, how the secret is sent, whether PKCE, nonce, discovery or
 * ID tokens are supported, and whether officers may use it, is not verified: those are settings.
 */
const vnconnectPreset: IdentitySettings = {
  ...oidcPreset,
  title: 'Đăng nhập bằng VNConnect',
  endpoints: {
    authorization: 'https://xacthuc.dichvucong.gov.vn/oauth2/authorize',
    token: 'https://xacthuc.dichvucong.gov.vn/oauth2/token',
    userinfo: 'https://xacthuc.dichvucong.gov.vn/oauth2/userinfo',
    keys: '',
    signOut: '',
  },
  scopes: 'openid',
  acrValues: 'LoA1',
  idToken: 'optional',
  nameClaim: 'HoVaTen',
}

/** Fillings of the form, by name. */
export const identityPresets = { oidc: oidcPreset, vnconnect: vnconnectPreset } as const
/** Name of a preset. */
export type PresetName = keyof typeof identityPresets
