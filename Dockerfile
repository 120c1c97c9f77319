# One image a target, for every service of ours and for migrate: development, testing, production.
FROM node:24-trixie-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY cli/package.json cli/
COPY packages/compose/package.json packages/compose/
COPY packages/contract/package.json packages/contract/
COPY packages/db/package.json packages/db/
COPY packages/runtime/package.json packages/runtime/
COPY services/api/package.json services/api/
COPY services/app/package.json services/app/
COPY services/chat/package.json services/chat/
COPY services/scheduler/package.json services/scheduler/

# The services' workspaces alone: the root's Node binaries and tools and the CLI's PostgreSQL are for hosts.
FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm \
    npm ci -w services/api -w services/app -w services/chat -w services/scheduler
# Vite reads it for what a page may say; the services' own extend it.
COPY tsconfig.json ./

# Without what only people and tools read (Node runs no .ts of a package), and without the compilers that some libraries
# name as optional peers.
FROM manifests AS production-dependencies
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev -w services/api -w services/app -w services/chat -w services/scheduler \
 && rm -rf node_modules/drizzle-kit node_modules/esbuild node_modules/@esbuild* node_modules/typescript node_modules/@typescript \
 && find node_modules services/*/node_modules -type f \
      \( -name '*.ts' -o -name '*.[cm]ts' -o -name '*.map' -o -name '*.md' -o -name '*.test.*' \) -delete

# The source folders are mounted over these copies. Whoever the caller is may write beside them: Vite keeps its cache there.
FROM dependencies AS development
COPY packages packages
COPY services services
# The same for the volume of backups, which takes the mode of the folder that it covers.
RUN chmod -R a+rwX services && install -d -m 1777 /backups

FROM dependencies AS app-pages
COPY packages/contract packages/contract
COPY packages/runtime packages/runtime
COPY services/app services/app
RUN npm run build -w services/app

FROM dependencies AS chat-pages
COPY packages/contract packages/contract
COPY packages/runtime packages/runtime
COPY services/chat services/chat
RUN npm run build -w services/chat

FROM node:24-trixie-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production-dependencies /app .
COPY packages/contract packages/contract
COPY packages/db packages/db
COPY packages/runtime packages/runtime
COPY services/api services/api
COPY services/scheduler services/scheduler
COPY services/app/src services/app/src
COPY services/chat/src services/chat/src
COPY --from=app-pages /app/services/app/build services/app/build
COPY --from=chat-pages /app/services/chat/build services/chat/build
# Everything above belongs to root: a service cannot change its own code. The volume of backups takes owner and mode of
# the folder that it covers.
RUN install -d -o 1000 -g 1000 -m 0700 /backups
USER 1000:1000

FROM runtime AS testing

FROM runtime AS production
