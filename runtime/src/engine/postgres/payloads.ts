import { permanent } from '#shared/errors/flow-error.ts'
import { ENCODING, inline, type Payloads, PLAIN, type Stored } from '../rows/stored.ts'

/** Payloads that are stored at once. */
interface DirectPayloads extends Payloads {
  store(value: unknown): Stored
}

/** Payloads as JSON text in the tables, whatever their size: PostgreSQL compresses large values and keeps them out of the rows. */
export const payloads: DirectPayloads = {
  store: (value) => inline(JSON.stringify(value)),
  async load({ body, encoding, key_id }) {
    if (key_id !== PLAIN) throw permanent('engine.storage', { reason: `payload key ${key_id} is unknown` })
    if (encoding !== ENCODING.json)
      throw permanent('engine.storage', { reason: `payload encoding ${encoding} is unknown` })
    return JSON.parse(body.toString())
  },
}
