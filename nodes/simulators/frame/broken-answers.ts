import { escapeMarkup, htmlReply, type Reply } from './reply.ts'

/** The page that a proxy in front of a partner shows with HTTP 200 when the partner is down. */
export function errorPage(): Reply {
  return htmlReply(
    200,
    `<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Lỗi hệ thống</title></head>
<body><h1>Lỗi hệ thống</h1><p>Hệ thống đang bận hoặc đang bảo trì, vui lòng thử lại sau.</p><hr><p>nginx</p></body></html>
`,
  )
}

/**
 * Breaks the XML of an answer: a forbidden control character, an undefined entity and an element that is never closed. An
 * answer that is not XML becomes a SOAP fault with the same flaws, as adapters send when their own back end fails.
 */
export function brokenXml(reply: Reply): Reply {
  const xml = reply.headers['content-type']?.includes('xml') === true ? reply.body : soapFault(reply.body)
  const middle = xml.lastIndexOf('</')
  const flawed = `${xml.slice(0, middle)}<chuaDong>\u0001 &khongXacDinh;${xml.slice(middle)}`
  return { status: 200, headers: { ...reply.headers, 'content-type': 'text/xml; charset=utf-8' }, body: flawed }
}

function soapFault(detail: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>Client received SOAP Fault from server</faultstring><detail>${escapeMarkup(detail.slice(0, 200))}</detail></soap:Fault></soap:Body></soap:Envelope>`
}
