//go:build !linux

package wal

import "os"

func dataSync(f *os.File) (func() error, error) { return f.Sync, nil }
