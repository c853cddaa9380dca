import { permanent } from '#shared/errors/flow-error.ts'

/** Argon2id with the figures of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Words that begin the passwords people choose first; a password made of one of them and digits is refused. */
const commonWords = [
  'password',
  'matkhau',
  'quantri',
  'lienthong',
  'admin',
  'administrator',
  'qwertyuiop',
  'vietnam',
  'hanoi',
  'iloveyou',
  'welcome',
  'letmein',
]

/** Hashes and checks passwords; an unknown account costs the same time as a wrong password. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** False for a wrong password, and for a missing hash after the same work. */
  matches(password: string, stored: string | undefined): Promise<boolean>
}

/** Loads the library, and makes the dummy hash, with the first sign-in of anybody: an unknown name is answered as slowly as the others. */
export function createPasswords(): Passwords {
  let dummy: Promise<string> | undefined
  const argon2 = () => import('@node-rs/argon2')
  return {
    hash: async (password) => (await argon2()).hash(normal(password), cost),
    async matches(password, stored) {
      const { hash, verify } = await argon2()
      dummy ??= hash('không có tài khoản này', cost)
      const other = await dummy
      const right = await verify(stored ?? other, normal(password))
      return right && stored !== undefined
    },
  }
}

/** The same letters typed on another keyboard give the same bytes (Vietnamese input methods differ in composition). */
function normal(password: string): string {
  return password.normalize('NFC')
}

/** Throws `api.weak-password` for a password that a guesser tries first: too short, one pattern, a common word, the account's name. */
export function refuseWeakPassword(password: string, name: string): void {
  const plain = password.normalize('NFD').replace(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()
  const core = plain.replace(/[^a-z]/g, '')
  const weak =
    [...password].length < 12 ||
    new Set(plain).size < 5 ||
    isSequence(plain) ||
    plain.includes(name.toLowerCase()) ||
    commonWords.some((word) => core === word || core === word + word)
  if (weak) throw permanent('api.weak-password')
}

/** `123456789012`, `abcdefghijkl`: every character follows the one before it. */
function isSequence(text: string): boolean {
  const steps = new Set<number>()
  for (let i = 1; i < text.length; i++) steps.add((text.charCodeAt(i) - text.charCodeAt(i - 1) + 10) % 10)
  return steps.size === 1
}
