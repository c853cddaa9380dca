import { createStore, type StoreApi } from 'zustand/vanilla'

/** Which panels are open and how large (pixels); kept in the browser, the same for every flow. */
export interface PanelSizes {
  readonly palette: boolean
  readonly side: boolean
  readonly drawer: boolean
  readonly drawerTab: string
  readonly paletteWidth: number
  readonly sideWidth: number
  readonly drawerHeight: number
  readonly minimap: boolean
  /** Links that no wire shows: calls, callbacks, error handlers. */
  readonly links: boolean
  /** The outline list instead of the canvas. */
  readonly outline: boolean
  /** Node types used last, newest first. */
  readonly recent: readonly string[]
}

/** The remembered panels with a setter. */
export interface PanelsState extends PanelSizes {
  readonly set: (part: Partial<PanelSizes>) => void
  readonly used: (type: string) => void
}

/** The store of remembered panels. */
export type PanelsStore = StoreApi<PanelsState>

const KEY = 'lienthong.panels'
const RECENT = 6
const WIDE = 1200

const initial: PanelSizes = {
  palette: true,
  side: true,
  drawer: false,
  drawerTab: 'problems',
  paletteWidth: 256,
  sideWidth: 380,
  drawerHeight: 260,
  minimap: true,
  links: false,
  outline: false,
  recent: [],
}

/**
 * Makes the store; `storage` is the browser's local storage, absent in tests and where it is refused. `width` of the window
 * in pixels: on a narrow one the palette begins closed.
 */
export function createPanelsStore(storage?: Pick<Storage, 'getItem' | 'setItem'>, width = WIDE): PanelsStore {
  const store = createStore<PanelsState>()((set, get) => ({
    ...initial,
    palette: width >= WIDE,
    ...remembered(storage),
    set(part) {
      set(part)
    },
    used(type) {
      set({ recent: [type, ...get().recent.filter((it) => it !== type)].slice(0, RECENT) })
    },
  }))
  store.subscribe((state) => {
    const sizes = Object.fromEntries(Object.keys(initial).map((key) => [key, Reflect.get(state, key)]))
    try {
      storage?.setItem(KEY, JSON.stringify(sizes))
    } catch {
      // A full or refused storage costs the memory of panel sizes, nothing else.
    }
  })
  return store
}

/** Only parts of the expected type are taken over: the text may come from another release. */
function remembered(storage: Pick<Storage, 'getItem'> | undefined): Partial<PanelSizes> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(initial).flatMap(([key, standard]) => {
        const held: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
        const fits = Array.isArray(standard)
          ? Array.isArray(held) && held.every((it) => typeof it === 'string')
          : typeof held === typeof standard
        return fits ? [[key, held]] : []
      }),
    )
  } catch {
    return {}
  }
}
