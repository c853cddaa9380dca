import type { PanelsStore } from '../session/panels-store.ts'

/** Opened at least this high, so that steps and messages can be read. */
const HEIGHT = 400

/** Opens the drawer at the tab for test runs. */
export function openTestTab(panels: PanelsStore): void {
  const { drawerHeight, set } = panels.getState()
  set({ drawer: true, drawerTab: 'test', drawerHeight: Math.max(drawerHeight, HEIGHT) })
}
