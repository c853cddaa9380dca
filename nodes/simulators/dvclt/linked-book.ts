import type { RecordLine } from '../frame/record.ts'
import { asObject } from '../frame/request.ts'
import type { LinkedFields } from './samples.ts'

/** One report of a state by the province. */
export interface Report {
  readonly trangThai: string
  readonly ghiChu: string
}

/** A dossier at the linked-service software. */
export interface LinkedDossier {
  readonly id: string
  readonly fields: LinkedFields
  readonly received: boolean
  readonly reports: readonly Report[]
}

/** The dossiers of the linked-service software by id. */
export interface LinkedBook {
  add(fields: LinkedFields): LinkedDossier
  all(): readonly LinkedDossier[]
  find(id: string): LinkedDossier | undefined
  byCode(code: string): LinkedDossier | undefined
  receive(id: string): void
  report(id: string, report: Report): void
  clear(): void
  restore(line: RecordLine): void
}

/** Makes an empty book. */
export function createLinkedBook(): LinkedBook {
  const dossiers = new Map<string, LinkedDossier>()
  const change = (id: string, more: (one: LinkedDossier) => Partial<LinkedDossier>): void => {
    const one = dossiers.get(id)
    if (one) dossiers.set(id, { ...one, ...more(one) })
  }
  const book: LinkedBook = {
    add(fields) {
      const one = { id: String(dossiers.size + 1), fields, received: false, reports: [] }
      dossiers.set(one.id, one)
      return one
    },
    all: () => [...dossiers.values()],
    find: (id) => dossiers.get(id),
    byCode: (code) => [...dossiers.values()].find(({ fields }) => fields.maHoSo === code),
    receive: (id) => change(id, () => ({ received: true })),
    report: (id, report) => change(id, ({ reports }) => ({ reports: [...reports, report] })),
    clear: () => dossiers.clear(),
    restore({ operation, key, body }) {
      // The lines were written by this simulator from fields of this shape.
      if (operation === 'hoSoMoi' && asObject(body)) book.add(body as LinkedFields)
      if (operation === 'danhDauDaNhan') book.receive(book.byCode(key)?.id ?? '')
      if (operation === 'baoTrangThai')
        book.report(book.byCode(key)?.id ?? '', {
          trangThai: String(asObject(body)?.trangThai ?? ''),
          ghiChu: String(asObject(body)?.ghiChu ?? ''),
        })
    },
  }
  return book
}
