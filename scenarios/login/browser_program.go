package login

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

// programs are the browsers that can be used, the smallest first.
var programs = []string{
	"chromium-headless-shell", "headless-shell", "chrome-headless-shell", "chromium", "chromium-browser",
	"google-chrome", "google-chrome-stable", "microsoft-edge",
}

// FindBrowser returns the path of a browser that a Browser can use. Look finds
// a program by its name. Where there is none the error is ErrNoBrowser and says
// what to install.
func FindBrowser(look func(name string) (string, error)) (string, error) {
	for _, name := range programs {
		if path, err := look(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: neither %s nor %s is installed", ErrNoBrowser,
		strings.Join(programs[:len(programs)-1], ", "), programs[len(programs)-1])
}

// flags start a browser that shows no window, sends nothing of its own accord
// and knows no names but those of the hosts that may be visited.
func (b *Browser) flags() []chromedp.ExecAllocatorOption {
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(b.Path), chromedp.Headless, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.DisableGPU, chromedp.Flag("host-resolver-rules", b.names()),
	}
	for _, name := range []string{
		"disable-background-networking", "disable-background-timer-throttling", "disable-renderer-backgrounding",
		"disable-backgrounding-occluded-windows", "disable-breakpad", "disable-client-side-phishing-detection",
		"disable-component-update", "disable-default-apps", "disable-dev-shm-usage", "disable-extensions",
		"disable-hang-monitor", "disable-prompt-on-repost", "disable-sync", "metrics-recording-only",
		"safebrowsing-disable-auto-update", "no-pings", "mute-audio", "use-mock-keychain",
	} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	flags = append(flags, chromedp.Flag("password-store", "basic"), chromedp.Flag("disable-features", "Translate,HttpsUpgrades"))
	if b.Unconfined {
		flags = append(flags, chromedp.NoSandbox)
	}
	return flags
}

// names are rules for the browser's own resolver. Requests do not need it, but
// a script may try what is no request, such as a socket.
func (b *Browser) names() string {
	rules := []string{"MAP * ~NOTFOUND"}
	for _, h := range b.Form.Hosts {
		for _, host := range hostsOf(h) {
			if u, err := url.Parse("//" + host); err == nil {
				rules = append(rules, "EXCLUDE "+u.Hostname())
			}
		}
	}
	slices.Sort(rules[1:])
	return strings.Join(slices.Compact(rules), " , ")
}
