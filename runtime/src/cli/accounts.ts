import { adminClient, goodAnswer } from './admin-client.ts'
import type { Output } from './output.ts'

/** `lienthong user add NAME --role ROLE`: makes an account and prints the one-time link with which its owner sets a password. */
export async function addUser(name: string, role: string, displayName: string, output: Output): Promise<number> {
  const made = goodAnswer(await adminClient()('POST', '/users', { name, displayName, role }))
  output.line(`Đã tạo tài khoản ${name} (account created).`)
  if (typeof made.link === 'string') output.line(`Đường dẫn đăng nhập một lần (one-time sign-in link):\n  ${made.link}`)
  output.json(made)
  return 0
}

/** `lienthong token add TITLE --role ROLE`: makes an API token; it is shown only now. */
export async function addToken(title: string, role: string, expiresInDays: number, output: Output): Promise<number> {
  const made = goodAnswer(await adminClient()('POST', '/tokens', { title, role, expiresInDays }))
  output.line(`Khoá API, chỉ hiện lần này (API token, shown only now):\n  ${String(made.token)}`)
  output.json(made)
  return 0
}
