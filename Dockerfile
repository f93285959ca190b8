# syntax=docker/dockerfile:1
# One image for all services: the first argument picks one of them (ingest, catalog, ranking, mailer, web) or, with
# `paperboy`, a command of the operators. `npm run check` runs the steps below without Docker.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY services services
COPY deploy deploy
RUN npm run build
# The embedded stack is for trying on one's own machine; the image talks to real servers.
RUN rm -rf dist/deploy/local dist/deploy/image dist/.tsbuildinfo
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 OPERATIONS_PORT=3001 LOG_FORMAT=json SEARCH_FOLDER=/tmp/search
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY deploy/image/entrypoint.sh deploy/image/health.mjs deploy/image/
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["node", "deploy/image/health.mjs"]
ENTRYPOINT ["sh", "deploy/image/entrypoint.sh"]
CMD ["web"]
