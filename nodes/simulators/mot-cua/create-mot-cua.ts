import { join } from 'node:path'
import { z } from 'zod'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import type { RecordLine } from '../frame/record.ts'
import type { SimulatorOptions, SimulatorParts, SimulatorTools } from '../frame/simulator.ts'
import { emptyMotCuaDatabase, openMotCuaDatabase } from './database.ts'
import { motCuaDialect, motCuaRoutes, type Recorded } from './routes.ts'
import { createMotCuaStore, type MotCuaStore } from './store.ts'

/** Options of the one-stop simulator. */
export interface MotCuaOptions extends SimulatorOptions {
  /** The SQLite file; `mot-cua.sqlite` in `folder` by default. A flow's SQL connection may open the same file. */
  readonly database?: string
}

/** The one-stop simulator. */
export interface MotCua extends FramedSimulator {
  /** Path of the SQLite file. */
  readonly database: string
  /** Makes `count` dossiers of the last thirty days with steps and outbox rows; returns their codes. */
  generate(count: number): readonly string[]
}

/** How many dossiers a demonstration begins with. */
const DEMO_STOCK = 120

/** The system where officers take in and settle dossiers (hệ thống một cửa điện tử), on a SQLite file, with REST and an outbox. */
export function createMotCua(options: MotCuaOptions = {}): MotCua {
  const path = options.database ?? join(options.folder ?? join('data', 'simulators'), 'mot-cua.sqlite')
  const { simulator, parts } = createSimulator(options, (tools) => buildMotCua(path, tools, options.demo ?? false))
  return Object.assign(simulator, { database: path, generate: (count: number) => parts.store.generate(count) })
}

const COUNT_TITLES = {
  HoSo: { vi: 'Hồ sơ', en: 'Dossiers' },
  TienDo: { vi: 'Bước xử lý', en: 'Progress steps' },
  HangDoi: { vi: 'Dòng trong hàng đợi', en: 'Outbox rows' },
  'HangDoi.chuaDongBo': { vi: 'Dòng chưa đồng bộ', en: 'Outbox rows not sent' },
}

function buildMotCua(
  path: string,
  tools: SimulatorTools,
  demo: boolean,
): SimulatorParts & { readonly store: MotCuaStore } {
  const database = openMotCuaDatabase(path)
  const store = createMotCuaStore(database, tools.random, tools.clock)
  const insertLine = database.prepare<[number, string]>('INSERT INTO NhatKyGiaLap VALUES (?, ?)')
  // The file of the record may be one line behind after a kill between commit and append; the table never is.
  const behind = database.prepare<[number], { Dong: string }>(
    'SELECT Dong FROM NhatKyGiaLap WHERE Seq > ? ORDER BY Seq',
  )
  tools.record.publish(behind.all(tools.record.lastSeq()).map((row) => JSON.parse(row.Dong) as RecordLine))
  const fill = (): void => {
    if (demo && store.counts().HoSo === 0) store.generate(DEMO_STOCK)
  }
  fill()

  const recorded: Recorded = (request, change, write) => {
    // the database restores the state, so the line need not carry the body again
    const { body: _body, ...line } = tools.record.prepare(change, request)
    store.transaction(() => {
      write()
      insertLine.run(line.seq, JSON.stringify(line))
    })
    tools.record.publish([line])
  }
  return {
    store,
    name: 'mot-cua',
    title: { vi: 'Hệ thống một cửa điện tử (giả lập)', en: 'One-stop-shop system (simulated)' },
    summary: {
      vi: 'Đóng vai phần mềm một cửa của tỉnh: cơ sở dữ liệu SQLite, hàng đợi đồng bộ, giao diện REST, một phần dữ liệu cũ dùng bảng mã TCVN3.',
      en: 'Plays the one-stop software of a province: SQLite database, outbox, REST; part of the data is old text in TCVN3.',
    },
    routes: motCuaRoutes(store, tools.clock, recorded),
    controls: [
      {
        method: 'POST',
        path: 'generate',
        handle: (body) => ({
          codes: store.generate(z.strictObject({ count: z.number().int().min(1).max(100_000) }).parse(body).count),
        }),
      },
    ],
    dialect: motCuaDialect,
    counts: store.counts,
    countTitles: COUNT_TITLES,
    tick: store.work,
    reset: () => {
      emptyMotCuaDatabase(database)
      const [marker] = tools.record.marker()
      if (marker) insertLine.run(marker.seq, JSON.stringify(marker))
      fill()
    },
    close: () => database.close(),
  }
}
