package system

import "testing"

func TestHeader(t *testing.T) {
	payload := make([]byte, HeaderSize+3)
	want := Header{Client: 255, Number: 1 << 40}
	want.Put(payload)
	if got, ok := ReadHeader(payload); !ok || got != want {
		t.Fatalf("read %+v, %v", got, ok)
	}
	if _, ok := ReadHeader(payload[:HeaderSize-1]); ok {
		t.Fatal("read a header that is not there")
	}
}
