/** Only to take paths apart; nothing is ever called there. */
const SOMEWHERE = 'http://lienthong.invalid'

/** A page of the designer to come back to; the start page for anything that is, or could be read as, another site or the API. */
export function localPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith('/') || to.startsWith('//') || /[\\\s]/.test(to)) return '/'
  const url = URL.parse(to, SOMEWHERE)
  if (!url || url.origin !== SOMEWHERE || url.pathname.startsWith('//')) return '/'
  return /^\/(?:api|dang-nhap)(?:\/|$)/.test(url.pathname) ? '/' : `${url.pathname}${url.search}`
}
