package jws

// signingKey is an RSA key of 2048 bits in PKCS #8, base64. It is no secret: it
// is fixed because making one takes longer than all checks together, and it
// signs for nobody but this reference server.
const signingKey = "" +
	"MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCQqwBcGnPjB5I5M10LaNTylKly6ab/oDpuLfwMwd2RbZcX5JNB" +
	"3su6L58al4onHfigDJYtMWM+f3YdJJtADQNyQzXpJXO6+TPDVhLZbFOovVfVExf/0beqvNNRTEWKQtP8ekQWzPD8wMpBsWxbVl5g" +
	"Yhl9EkpoFuYOsKBE4G/qUi0hmZxwygzlauHYWsNW/xbkyZs5zWfdXH68sMiIZg1k8q+1ixxxdZqi+OLhs/zWQeo3pwHxyYMe5U9z" +
	"Q8uzZmg5/Z95uAnfEMhfbsfstWxEJpzGn94l+lixAdA0pEDZOmBjYWOCJim9oBdLZRiIJmZmlwlVLaX1uMuhhMftSTJRAgMBAAEC" +
	"ggEADkCShgBjJ1wxFyqMwZl/1TA5K2WCes+VwhIMsVMOGYwy5PszWLty1bJoWc3RIf5tZpMm3mftr5QOFlvrYZmGm+SsNH5okuSH" +
	"KXja3YmzCj4xH4BEjoLiNdNpfCpn9XGVAdwnxhlFqpjxtBwfITZ2kMdJXI2HQA71dkAHYhG8ZNiyusrix67kEBK2OcL8A0DnvPv2" +
	"iBAaDE8dy6klzs/Rfojrm9h78/Jn2+MsRxt4ka8aQOPgwBOoItQPJRqPc6tWyTXtz8ZXG43LqxYsp0Kwz4dr52csX37VW3eQnD4s" +
	"ID0sMINBSxxgEEoIbW33eOWqYG0GA4LI98oRfMMyQxtPeQKBgQDKfRb1gd1ph6MOBO82p6VRjq7Uxx9jMjH0d5V7N0dhbkUy0Fv+" +
	"V074GrFxtT1pdCtRcW+nG1qkfIOBLjURtuT/n7kKZhJ0AoZeBYgQJfaFIsDHy01pj4OjC08hAi2QDWjo7YOHS5ikmPapNUKDWDsb" +
	"rriB3BapuH3HQyb5C8ICTQKBgQC25i+aM/K8B7CKg53BXs4Vl55A/DNMFO0J86DTE+AcnW3S/A7zGsBTa0YbdYxMAc+0gn0nLO7k" +
	"FjYxHFQw6EXByxGIONovjIfonwRyIj6DcRXC8qzi0+m4WfMm8pidyZsW7Nu/IpopWNZdWw0Jcj9/XqkpqOpmVuwaSCzMv2gKFQKB" +
	"gQC20df/07+3vxnt13CvlQ+DImMhg6MIKdLGmY2iERfmlOvvZAYbDnMjON6K/oszAgr2XofjhaQCLNWCtdh+ZPY/AdPM2rnAemMc" +
	"0ru1cMEyFV2fRiRfsY61j8li0ReYHzNgUsnVRuDLg7v4rDigY/ICHW9C+BaSKBuP5EZ0xzPkZQKBgQCSdQrDQTvrY4DzuecWVBNU" +
	"aP+5a/qrvsn9QRCUVYMNhubNnzddZhuB8RHHpT4+Euk+04riVvHIxRyKAPRN4YESaMjWOyhEERU3qjZGKrPCT0isveTBEg5CqAy0" +
	"MGkTWMAPAIYKrOujlla5lNKAsPK1zJhLGs7wOkR/2zG8lrz57QKBgErSbQ2f2H373BqMQ+U3T12/0v5jf3k1Zd9L6G87jX3SUOr0" +
	"KTm+NNbyTicKRBRjObiavlTqAQzI38NQTWxjRViZSo+0gPkIqjkIB+iTsOJ8PbFX4smOGHwl3t0xaOjtg4zG9CPSrbL7Lz8MhtaV" +
	"9+uMIbR7lDSyaYXFg/HCnOwk"
