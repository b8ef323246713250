import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RoomPorts, Rooms } from './rooms.ts';

/** Most bytes of one message: the longest text in UTF-8 and what Yjs adds. */
const MOST_BYTES = 8 * 1024 * 1024;
/** How often each client is asked whether it lives; who does not answer until the next time is gone, ms. */
const PULSE = 30_000;

/**
 * Lets people into rooms at `/api/v1/documents/:id/room` of an HTTP server. Requests to upgrade at other paths are left to other
 * listeners, and refused when there is none.
 */
export function attachRooms(server: Server, rooms: Rooms, ports: Pick<RoomPorts, 'callerOf' | 'trouble'>): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false });
  const pulse = keepAlive(sockets);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const document = documentIn(request.url ?? '');
    if (document === null) {
      if (server.listenerCount('upgrade') === 1) refuse(socket, 404);
      return;
    }
    socket.on('error', () => socket.destroy());
    const enter = async (): Promise<void> => {
      const caller = await ports.callerOf(request);
      if (typeof caller === 'number') refuse(socket, caller);
      else if (!socket.destroyed)
        sockets.handleUpgrade(request, socket, head, (opened) => {
          sockets.emit('connection', opened, request);
          void rooms.join(opened, request, caller, document);
        });
    };
    enter().catch((error: unknown) => {
      ports.trouble(error);
      refuse(socket, 503);
    });
  });
  server.on('close', () => clearInterval(pulse));
}

function documentIn(url: string): string | null {
  return /^\/api\/v1\/documents\/([\w-]{1,128})\/room(?:\?|$)/u.exec(url)?.[1] ?? null;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function keepAlive(sockets: WebSocketServer): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>();
  sockets.on('connection', (socket) => socket.on('pong', () => silent.delete(socket)));
  return setInterval(() => {
    for (const socket of sockets.clients) {
      // Nothing is read of a socket that sends too fast, its answer neither.
      if (silent.has(socket) && !socket.isPaused) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, PULSE).unref();
}
