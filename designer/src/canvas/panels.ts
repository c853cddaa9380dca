import { IconAlertTriangle, IconFlask, IconHistory, IconListCheck, IconVersions } from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Text } from '#shared/text/text.ts'

/** What every panel gets; the stores come from `useOpenDocument`, `useSession`, `useRunOverlay` and `useEditor`. */
export interface PanelProps {
  readonly flowId: string
}

type Panel = ComponentType<PanelProps> | LazyExoticComponent<ComponentType<PanelProps>>

/** A tab of the drawer below the canvas. */
export interface DrawerTab {
  readonly id: string
  readonly title: Text
  readonly icon: typeof IconAlertTriangle
  readonly Panel: Panel
  /** Drawn behind the title, such as a count. */
  readonly Badge?: ComponentType
}

/** A button (with its dialogs) at the right end of the top bar, in this order. */
export interface TopAction {
  readonly id: string
  readonly Panel: Panel
}

/**
 * The slots that other features fill, in the order they are shown. The one place to add a line; nothing registers itself.
 * A panel must be lazy, so that opening a flow waits for the canvas only.
 */
export const drawerTabs: readonly DrawerTab[] = [
  {
    id: 'problems',
    title: { vi: 'Vấn đề', en: 'Problems' },
    icon: IconAlertTriangle,
    Panel: lazy(() => import('./frame/ProblemsPanel.tsx')),
    Badge: lazy(() => import('./frame/ProblemCount.tsx')),
  },
  {
    id: 'test',
    title: { vi: 'Chạy thử', en: 'Test' },
    icon: IconFlask,
    Panel: lazy(() => import('../testing/TestPanel.tsx')),
  },
  {
    id: 'cases',
    title: { vi: 'Ca kiểm thử', en: 'Test cases' },
    icon: IconListCheck,
    Panel: lazy(() => import('../testing/CasesPanel.tsx')),
  },
  {
    id: 'shadow',
    title: { vi: 'Chạy đối chiếu', en: 'Shadow run' },
    icon: IconVersions,
    Panel: lazy(() => import('../testing/ShadowPanel.tsx')),
  },
  {
    id: 'versions',
    title: { vi: 'Phiên bản', en: 'Versions' },
    icon: IconHistory,
    Panel: lazy(() => import('../publish/VersionsPanel.tsx')),
  },
]

/** Test, Publish … */
export const topActions: readonly TopAction[] = [
  { id: 'test', Panel: lazy(() => import('../testing/TestButton.tsx')) },
  { id: 'publish', Panel: lazy(() => import('../publish/PublishButton.tsx')) },
]

/** The panel right of the canvas: the inspector of the selected node. Undefined: no panel is shown. */
export const sidePanel: Panel | undefined = lazy(() => import('../inspector/Inspector.tsx'))

/** Lies over the editor while `session.openNode` is set (Enter, double click); it closes itself by `session.open(undefined)`. */
export const nodeEditor: Panel | undefined = lazy(() => import('../inspector/NodeEditor.tsx'))
