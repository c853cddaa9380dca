import { climb } from '#nodes/connections/ladder.ts'
import { valuesOf } from '#nodes/connections/read-connection.ts'
import { websocketConnection } from '#nodes/connections/websocket.ts'
import { CONNECT_MS } from '#nodes/files/drivers/faults.ts'
import type { ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { leave, openSocket } from './open.ts'
import { pong } from './pong.ts'

const SAFE = {
  name: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
  codes: ['connect.certificate', 'connect.unreachable', 'connect.cut', 'connect.timeout'],
  good: { vi: 'Chứng thư hợp lệ', en: 'The certificate is valid' },
}

/** Tries a WebSocket up to a ping that the partner answers; no message is sent. */
export function testWebSocket(connection: ConnectionHandle, { signal }: ConnectionTestContext) {
  const { address } = valuesOf(websocketConnection, connection)
  return climb({
    ...(address.startsWith('wss:') ? { safe: SAFE } : {}),
    open: () => openSocket(connection, signal),
    async sample(open) {
      open.socket.resume()
      await pong(open, CONNECT_MS)
      return { vi: 'Đối tác trả lời ping', en: 'The partner answers a ping' }
    },
    close: async (open) => leave(open),
  })
}
