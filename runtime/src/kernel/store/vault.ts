import type { Database } from 'better-sqlite3'
import { loadMasterKey, MasterKeyError } from '../../security/master-key.ts'
import type { Random } from '../../security/ports.ts'
import { createSealer, type Sealer } from '../../security/sealing.ts'

/** Opens the sealing of this data folder: its master key, checked against the one that the folder was begun with. */
export function openVault(db: Database, keyFile: string, dataFolder: string, random: Random): Sealer {
  const known = db.prepare<[], { value: string }>("SELECT value FROM facts WHERE name = 'master-key'").get()?.value
  const sealer = createSealer(loadMasterKey(keyFile, dataFolder, random, known === undefined), random)
  if (known === undefined) db.prepare("INSERT INTO facts (name, value) VALUES ('master-key', ?)").run(sealer.keyId)
  else if (known !== sealer.keyId) {
    throw new MasterKeyError(
      `The master key ${keyFile} is not the one of the data folder ${dataFolder}. Restore the right key file from its backup.`,
    )
  }
  return sealer
}
