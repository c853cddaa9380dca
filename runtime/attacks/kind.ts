import type fc from 'fast-check'

/** One kind of input: texts to spoil, and the real parser that they are given to. Gives what it made of it; throws what it throws. */
export interface Kind {
  readonly texts: fc.Arbitrary<string>
  feed(bytes: Buffer): unknown
}
