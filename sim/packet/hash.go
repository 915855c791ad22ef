package packet

// hashSeed starts a hash; any odd constant will do.
const hashSeed uint64 = 0x9e3779b97f4a7c15

// mix folds v into h, as splitmix64 does.
func mix(h, v uint64) uint64 {
	h = (h ^ v) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
