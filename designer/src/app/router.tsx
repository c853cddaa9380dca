import { type ComponentType, lazy } from 'react'
import { createBrowserRouter, Navigate, useParams } from 'react-router'
import { NotFound } from './NotFound.tsx'
import { ScreenError } from './ScreenError.tsx'
import { Shell } from './Shell.tsx'

const FlowList = lazy(() => import('../flows/FlowList.tsx'))
const ComparePage = lazy(() => import('../compare/ComparePage.tsx'))
const TemplateGallery = lazy(() => import('../templates/TemplateGallery.tsx'))
const RunList = lazy(() => import('../runs/RunList.tsx'))
const RunView = lazy(() => import('../runs/RunView.tsx'))
const Timeline = lazy(() => import('../runs/Timeline.tsx'))
const InboxTabs = lazy(() => import('../runs/InboxTabs.tsx'))
const ConnectionList = lazy(() => import('../connections/ConnectionList.tsx'))
const ConnectionEditor = lazy(() => import('../connections/ConnectionEditor.tsx'))
const TableList = lazy(() => import('../tables/TableList.tsx'))
const TableEditor = lazy(() => import('../tables/TableEditor.tsx'))
const WorkCalendarPage = lazy(() => import('../calendar/WorkCalendarPage.tsx'))
const SystemMap = lazy(() => import('../map/SystemMap.tsx'))
const Simulators = lazy(() => import('../simulators/Simulators.tsx'))
const Administration = lazy(() => import('../administration/Administration.tsx'))

type Editor = { readonly default: ComponentType<{ flowId: string }> }
// Found at build time, so that the designer builds whether or not the editor is part of the tree.
const editors = import.meta.glob<Editor>('../canvas/FlowEditor.tsx')
const openEditor = Object.values(editors)[0]
const FlowEditor = openEditor ? lazy(openEditor) : NotFound

function EditorScreen() {
  const { id = '' } = useParams()
  // Another flow is another document: nothing of the first one's state may stay.
  return <FlowEditor key={id} flowId={id} />
}

function CompareScreen() {
  const { id = '' } = useParams()
  return <ComparePage key={id} id={id} />
}

function ConnectionScreen() {
  const { id = '' } = useParams()
  return <ConnectionEditor key={id} id={id} />
}

function TableScreen() {
  const { id = '' } = useParams()
  return <TableEditor key={id} id={id} />
}

function RunScreen() {
  const { id = '' } = useParams()
  return <RunView key={id} id={id} />
}

function TimelineScreen() {
  const { value = '' } = useParams()
  return <Timeline key={value} value={value} />
}

/** The addresses of the designer. */
export function createRouter() {
  const screens = [
    { index: true, element: <Navigate to="/luong" replace /> },
    { path: 'dang-nhap', element: <Navigate to="/luong" replace /> },
    { path: 'luong', element: <FlowList /> },
    { path: 'luong/:id', element: <EditorScreen /> },
    { path: 'luong/:id/so-sanh', element: <CompareScreen /> },
    { path: 'thu-vien-mau', element: <TemplateGallery /> },
    { path: 'ban-do', element: <SystemMap /> },
    { path: 'lan-chay', element: <RunList /> },
    { path: 'lan-chay/:id', element: <RunScreen /> },
    { path: 'ho-so/:value', element: <TimelineScreen /> },
    { path: 'hop-loi', element: <InboxTabs /> },
    { path: 'ket-noi', element: <ConnectionList /> },
    { path: 'ket-noi/:id', element: <ConnectionScreen /> },
    { path: 'danh-muc', element: <TableList /> },
    { path: 'danh-muc/:id', element: <TableScreen /> },
    { path: 'lich-lam-viec', element: <WorkCalendarPage /> },
    { path: 'gia-lap', element: <Simulators /> },
    { path: 'quan-tri', element: <Administration /> },
    { path: '*', element: <NotFound /> },
  ]
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <ScreenError />,
      children: screens.map((screen) => ({ ...screen, errorElement: <ScreenError /> })),
    },
  ])
}
