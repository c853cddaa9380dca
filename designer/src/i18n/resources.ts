import { administration as administrationEn } from './en/administration.ts'
import { app as appEn } from './en/app.ts'
import { bundles as bundlesEn } from './en/bundles.ts'
import { calendar as calendarEn } from './en/calendar.ts'
import { canvas as canvasEn } from './en/canvas.ts'
import { cases as casesEn } from './en/cases.ts'
import { common as commonEn } from './en/common.ts'
import { compare as compareEn } from './en/compare.ts'
import { connections as connectionsEn } from './en/connections.ts'
import { debug as debugEn } from './en/debug.ts'
import { editor as editorEn } from './en/editor.ts'
import { fields as fieldsEn } from './en/fields.ts'
import { flows as flowsEn } from './en/flows.ts'
import { formula as formulaEn } from './en/formula.ts'
import { groups as groupsEn } from './en/groups.ts'
import { identity as identityEn } from './en/identity.ts'
import { inspector as inspectorEn } from './en/inspector.ts'
import { map as mapEn } from './en/map.ts'
import { mapper as mapperEn } from './en/mapper.ts'
import { past as pastEn } from './en/past.ts'
import { publish as publishEn } from './en/publish.ts'
import { requests as requestsEn } from './en/requests.ts'
import { runs as runsEn } from './en/runs.ts'
import { schemas as schemasEn } from './en/schemas.ts'
import { script as scriptEn } from './en/script.ts'
import { shadow as shadowEn } from './en/shadow.ts'
import { simulators as simulatorsEn } from './en/simulators.ts'
import { subflows as subflowsEn } from './en/subflows.ts'
import { tables as tablesEn } from './en/tables.ts'
import { tasks as tasksEn } from './en/tasks.ts'
import { templates as templatesEn } from './en/templates.ts'
import { testing as testingEn } from './en/testing.ts'
import { tour as tourEn } from './en/tour.ts'
import { wires as wiresEn } from './en/wires.ts'
import type { SameKeys } from './same-keys.ts'
import { administration as administrationVi } from './vi/administration.ts'
import { app as appVi } from './vi/app.ts'
import { bundles as bundlesVi } from './vi/bundles.ts'
import { calendar as calendarVi } from './vi/calendar.ts'
import { canvas as canvasVi } from './vi/canvas.ts'
import { cases as casesVi } from './vi/cases.ts'
import { common as commonVi } from './vi/common.ts'
import { compare as compareVi } from './vi/compare.ts'
import { connections as connectionsVi } from './vi/connections.ts'
import { debug as debugVi } from './vi/debug.ts'
import { editor as editorVi } from './vi/editor.ts'
import { fields as fieldsVi } from './vi/fields.ts'
import { flows as flowsVi } from './vi/flows.ts'
import { formula as formulaVi } from './vi/formula.ts'
import { groups as groupsVi } from './vi/groups.ts'
import { identity as identityVi } from './vi/identity.ts'
import { inspector as inspectorVi } from './vi/inspector.ts'
import { map as mapVi } from './vi/map.ts'
import { mapper as mapperVi } from './vi/mapper.ts'
import { past as pastVi } from './vi/past.ts'
import { publish as publishVi } from './vi/publish.ts'
import { requests as requestsVi } from './vi/requests.ts'
import { runs as runsVi } from './vi/runs.ts'
import { schemas as schemasVi } from './vi/schemas.ts'
import { script as scriptVi } from './vi/script.ts'
import { shadow as shadowVi } from './vi/shadow.ts'
import { simulators as simulatorsVi } from './vi/simulators.ts'
import { subflows as subflowsVi } from './vi/subflows.ts'
import { tables as tablesVi } from './vi/tables.ts'
import { tasks as tasksVi } from './vi/tasks.ts'
import { templates as templatesVi } from './vi/templates.ts'
import { testing as testingVi } from './vi/testing.ts'
import { tour as tourVi } from './vi/tour.ts'
import { wires as wiresVi } from './vi/wires.ts'

/** The source language, one area (namespace) a file. A new area is one line here and one in `en` below. */
export const vi = {
  administration: administrationVi,
  app: appVi,
  bundles: bundlesVi,
  calendar: calendarVi,
  canvas: canvasVi,
  cases: casesVi,
  common: commonVi,
  compare: compareVi,
  connections: connectionsVi,
  debug: debugVi,
  editor: editorVi,
  fields: fieldsVi,
  flows: flowsVi,
  formula: formulaVi,
  groups: groupsVi,
  identity: identityVi,
  inspector: inspectorVi,
  map: mapVi,
  mapper: mapperVi,
  schemas: schemasVi,
  past: pastVi,
  publish: publishVi,
  requests: requestsVi,
  runs: runsVi,
  script: scriptVi,
  shadow: shadowVi,
  simulators: simulatorsVi,
  subflows: subflowsVi,
  tables: tablesVi,
  tasks: tasksVi,
  templates: templatesVi,
  testing: testingVi,
  tour: tourVi,
  wires: wiresVi,
}

/** English, complete by type: an area or a sentence that is missing does not compile. */
export const en: SameKeys<typeof vi> = {
  administration: administrationEn,
  app: appEn,
  bundles: bundlesEn,
  calendar: calendarEn,
  canvas: canvasEn,
  cases: casesEn,
  common: commonEn,
  compare: compareEn,
  connections: connectionsEn,
  debug: debugEn,
  editor: editorEn,
  fields: fieldsEn,
  flows: flowsEn,
  formula: formulaEn,
  groups: groupsEn,
  identity: identityEn,
  inspector: inspectorEn,
  map: mapEn,
  mapper: mapperEn,
  schemas: schemasEn,
  past: pastEn,
  publish: publishEn,
  requests: requestsEn,
  runs: runsEn,
  script: scriptEn,
  shadow: shadowEn,
  simulators: simulatorsEn,
  subflows: subflowsEn,
  tables: tablesEn,
  tasks: tasksEn,
  templates: templatesEn,
  testing: testingEn,
  tour: tourEn,
  wires: wiresEn,
}
