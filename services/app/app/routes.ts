import { index, layout, type RouteConfig, route } from '@react-router/dev/routes'
import { type Page, pages } from './pages.ts'

const routeOf = (page: Page): ReturnType<typeof route> => route(page.path, page.file, page.inside?.map(routeOf))

export default [
  index('pages/home.tsx'),
  route('sign-in', 'pages/sign-in.tsx'),
  route('sign-up', 'pages/sign-up.tsx'),
  route('sign-out', 'pages/sign-out.tsx'),
  route('offline', 'pages/offline.tsx'),
  route('photos/:id', 'pages/photos/photo.ts'),
  layout('frame/frame.tsx', [
    ...pages.map(routeOf),
    route('photos', 'pages/photos/photos.ts'),
    route('outbox', 'pages/outbox/outbox.ts'),
  ]),
  route('*', 'pages/not-found.tsx'),
] satisfies RouteConfig
