# The hub of a team, on a PostgreSQL that runs elsewhere: DATABASE_URL says where, PUBLIC_URL what people type.
# docs/hub.md says more.

FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
COPY packages/core/package.json packages/core/
COPY packages/hub/package.json packages/hub/
COPY packages/cli/package.json packages/cli/
COPY packages/vscode/package.json packages/vscode/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs
RUN node scripts/lay-out-image.mjs /app

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=7331
COPY --from=build /app /app
USER node
EXPOSE 7331
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/specwright.js"]
CMD ["hub"]
