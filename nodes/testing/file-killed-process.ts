// Writes a file into a folder and is killed between writing and renaming: node nodes/testing/file-killed-process.ts FOLDER KEY
import { openFolder } from '#nodes/files/drivers/folder.ts'
import { contentOf } from '#nodes/files/transfer.ts'
import { writeWhole } from '#nodes/files/write-whole.ts'

const [folder = '', key = ''] = process.argv.slice(2)
const store = openFolder(folder)
const killed = {
  ...store,
  rename: async () => {
    process.kill(process.pid, 'SIGKILL')
  },
}
await writeWhole(killed, { path: 'ra/ket-qua.txt', ifExists: 'error', key }, contentOf(Buffer.from('đầy đủ')))
