import {
  IconAlertTriangle,
  IconFlask,
  IconListDetails,
  IconMap2,
  IconPlugConnected,
  IconRoute,
  IconSettings,
  IconTable,
} from '@tabler/icons-react'
import type { Role } from '#shared/api/roles.ts'

/** The places of the left rail, in order; their words are `app:places.<id>`. */
export const places = [
  { id: 'flows', path: '/luong', icon: IconRoute, role: 'viewer' },
  { id: 'map', path: '/ban-do', icon: IconMap2, role: 'viewer' },
  { id: 'runs', path: '/lan-chay', icon: IconListDetails, role: 'viewer' },
  { id: 'inbox', path: '/hop-loi', icon: IconAlertTriangle, role: 'viewer' },
  { id: 'connections', path: '/ket-noi', icon: IconPlugConnected, role: 'viewer' },
  { id: 'tables', path: '/danh-muc', icon: IconTable, role: 'viewer' },
  { id: 'simulators', path: '/gia-lap', icon: IconFlask, role: 'viewer' },
  { id: 'administration', path: '/quan-tri', icon: IconSettings, role: 'admin' },
] as const satisfies readonly { id: string; path: string; icon: typeof IconRoute; role: Role }[]
