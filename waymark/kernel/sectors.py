"""The sections of the UK standard industrial classification (SIC 2007), in plain words."""

from collections.abc import Mapping

SECTORS: Mapping[str, str] = {
    "A": "Farming, forestry and fishing",
    "B": "Mining and quarrying",
    "C": "Manufacturing",
    "D": "Electricity and gas",
    "E": "Water and waste",
    "F": "Construction",
    "G": "Shops, wholesale and motor repair",
    "H": "Transport and storage",
    "I": "Hotels, catering and food",
    "J": "Information and communication",
    "K": "Finance and insurance",
    "L": "Property",
    "M": "Professional, scientific and technical",
    "N": "Business support",
    "O": "Public administration and defence",
    "P": "Education",
    "Q": "Health and social work",
    "R": "Arts, sport and leisure",
    "S": "Other services",
    "T": "Households as employers",
    "U": "International bodies",
}
