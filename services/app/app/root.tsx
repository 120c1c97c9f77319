import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Button.css'
import '@mantine/core/styles/Loader.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/PasswordInput.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Radio.css'
import '@mantine/core/styles/Checkbox.css'
import './styles/tokens.css'
import './styles/base.css'
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from 'react-router'
import type { Route } from './+types/root'
import type { loader as frameLoader } from './frame/frame.tsx'
import { ErrorView } from './parts/error-view.tsx'
import { cssVariables, theme } from './styles/theme.ts'

export const links: Route.LinksFunction = () => [
  { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' },
  // iPhones look at neither the manifest's icons nor vector ones.
  { rel: 'apple-touch-icon', href: '/icons/apple-touch-icon.png' },
  { rel: 'manifest', href: '/manifest.webmanifest' },
]

export const meta: Route.MetaFunction = () => [{ title: 'ichrisbirch' }]

export function Layout({ children }: { children: ReactNode }) {
  const frame = useRouteLoaderData<typeof frameLoader>('frame/frame')
  const chosen = frame?.account?.theme ?? 'system'
  return (
    // Mantine's own attribute says the same; for `system` only the browser knows, and adds it.
    <html
      lang="en"
      data-theme={chosen}
      data-hue={frame?.account?.accentHue}
      data-mantine-color-scheme={chosen === 'system' ? undefined : chosen}
      suppressHydrationWarning
    >
      <head>
        <meta charSet="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf8" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#191816" />
        <meta name="mobile-web-app-capable" content="yes" />
        <meta name="apple-mobile-web-app-title" content="ichrisbirch" />
        <Meta />
        {/* Scripts have a nonce, links need none; the browser hides it, which React would report as a difference. */}
        <Links nonce="" />
      </head>
      <body>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={accountDecides}
          defaultColorScheme="auto"
          forceColorScheme={chosen === 'system' ? undefined : chosen}
        >
          {children}
        </MantineProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

/** The account holds the theme, for every browser; Mantine would keep its own copy in this one. */
const accountDecides = {
  get: (fallback: 'light' | 'dark' | 'auto') => fallback,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <main style={{ maxWidth: 760, margin: '0 auto', padding: 24 }}>
      <ErrorView error={error} />
    </main>
  )
}
