// Only pages below /button/ are looked after: the page for no network is the button's.
navigator.serviceWorker?.register("/sw.js", { scope: "/button/" });
