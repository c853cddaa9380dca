import { z } from 'zod'
import { problemDocumentSchema } from '#shared/api/platform.ts'
import { type Route, routes } from '#shared/api/routes.ts'
import { API_PREFIX } from './route-lookup.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document of the route table (OpenAPI 3.1.1; schemas are JSON Schema 2020-12). */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operation, route] of Object.entries<Route>(routes)) {
    const path = paths[route.path] ?? {}
    path[route.method.toLowerCase()] = operationOf(operation, route)
    paths[route.path] = path
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Liên Thông',
      version,
      description: 'API quản trị của Liên Thông. Lỗi theo RFC 9457, kèm mã và câu tiếng Việt.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: API_PREFIX }],
    security: [{ session: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lienthong' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: schemaOf(problemDocumentSchema, 'output') },
      responses: {
        Problem: {
          description: 'Không thực hiện được (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function operationOf(operation: string, route: Route): JsonObject {
  return {
    operationId: operation,
    summary: route.summary.vi,
    description: `${route.summary.en}. Role: ${route.role}.`,
    tags: [route.path.split('/')[1] ?? ''],
    ...(route.role === 'anyone' ? { security: [] } : {}),
    ...parametersOf(route),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }
      : {}),
    responses: { ...answerOf(operation, route), default: { $ref: '#/components/responses/Problem' } },
  }
}

function parametersOf(route: Route): JsonObject {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const query = route.query ? schemaOf(route.query, 'input') : {}
  const required = Array.isArray(query.required) ? query.required : []
  const inQuery = Object.entries(query.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  const parameters = [...inPath, ...inQuery]
  return parameters.length > 0 ? { parameters } : {}
}

function answerOf(operation: string, route: Route): JsonObject {
  if (operation === 'metrics') {
    return { 200: { description: route.summary.vi, content: { 'text/plain': { schema: { type: 'string' } } } } }
  }
  if (route.answer) {
    const content = { 'application/json': { schema: schemaOf(route.answer, 'output') } }
    return { 200: { description: route.summary.vi, content } }
  }
  if (route.method === 'GET') {
    return { 200: { description: route.summary.vi, content: { 'application/json': { schema: { type: 'object' } } } } }
  }
  return { 204: { description: 'Đã thực hiện' } }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
