module vnetproof

go 1.26
