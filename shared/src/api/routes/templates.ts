import * as templates from '../templates.ts'
import { list, type Route, route } from './route.ts'

/** Routes of the template gallery. */
export const templatesRoutes = {
  listTemplates: route({
    method: 'GET',
    path: '/templates',
    role: 'designer',
    summary: { vi: 'Thư viện mẫu', en: 'List the templates' },
    answer: list('templates', templates.templateSchema),
  }),
  // A designer may make these connections: they lead to our own simulators, whatever the request says.
  useTemplate: route({
    method: 'POST',
    path: '/templates/{id}/use',
    role: 'designer',
    summary: { vi: 'Tạo luồng từ mẫu', en: 'Make a flow of a template' },
    body: templates.useTemplateSchema,
    answer: templates.usedTemplateSchema,
  }),
} as const satisfies Record<string, Route>
