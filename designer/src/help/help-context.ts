import { createContext, useContext } from 'react'

/** Opens the help of a node type beside the page; without a type, the help that was read last. */
export type OpenHelp = (type?: string) => void

/** Carries `OpenHelp` to palette, inspector and menus. */
export const HelpContext = createContext<OpenHelp>(() => undefined)

/** Opens the side panel with help. */
export const useHelp = (): OpenHelp => useContext(HelpContext)
