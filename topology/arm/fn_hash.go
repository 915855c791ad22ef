package arm

import (
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strings"

	"vnetproof/topology/tree"
)

// hashed makes a function of a hash over all arguments joined by dashes.
func hashed(hash func(string) string) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		parts := make([]string, len(c.args))
		for i, a := range c.args {
			if a.Is(tree.List) || a.Is(tree.Object) {
				return nil, c.wrong(i, "text")
			}
			parts[i] = plainText(a)
		}
		return c.textResult(hash(strings.Join(parts, "-")))
	}
}

func newGUID(c *call) (*tree.Node, error) {
	return c.unknown("newGuid is another value at each deployment", ""), nil
}

// guidSpace is the namespace of guid().
var guidSpace = [16]byte{0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30}

// hashGUID is guid(): a name-based UUID by SHA-1 (RFC 4122, section 4.3).
func hashGUID(s string) string {
	sum := sha1.Sum(append(guidSpace[:], s...))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// hashText is uniqueString(): 64 bits of a MurmurHash in 13 characters.
func hashText(s string) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz234567"
	sum := murmur([]byte(s))
	out := make([]byte, 13)
	for i := range out {
		out[i] = alphabet[sum>>59]
		sum <<= 5
	}
	return string(out)
}

// murmur is MurmurHash3 in two lanes of 32 bits.
func murmur(data []byte) uint64 {
	const c1, c2 = 0x239b961b, 0xab0e9789
	var h1, h2 uint32
	size := uint32(len(data))
	for ; len(data) >= 8; data = data[8:] {
		h1 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(data)*c1, 15) * c2
		h1 = (bits.RotateLeft32(h1, 19)+h2)*5 + 0x561ccd1b
		h2 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(data[4:])*c2, 17) * c1
		h2 = (bits.RotateLeft32(h2, 13)+h1)*5 + 0x0bcaa747
	}
	var tail [8]byte
	if copy(tail[:], data) > 0 {
		h1 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(tail[:])*c1, 15) * c2
		h2 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(tail[4:])*c2, 17) * c1
	}
	h1 ^= size
	h2 ^= size
	h1 += h2
	h2 += h1
	h1, h2 = finish(h1), finish(h2)
	h1 += h2
	h2 += h1
	return uint64(h2)<<32 | uint64(h1)
}

// finish mixes the bits of one lane.
func finish(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
